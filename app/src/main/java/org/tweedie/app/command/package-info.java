/** The command line. */
package org.tweedie.app.command;
