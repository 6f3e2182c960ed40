/** Projects for plugins, from templates. */
package org.tweedie.app.project;
