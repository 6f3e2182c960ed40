/** Projects for plugins, from templates. */
package org.tweedie.cli.project;
