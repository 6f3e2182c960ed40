/** Projects for plugins, from templates. */
@NullMarked
package org.tweedie.cli.project;

import org.jspecify.annotations.NullMarked;
