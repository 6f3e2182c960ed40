/** Which components there are: those built in, and those that other people's jars bring. */
@NullMarked
package org.tweedie.engine.plugin;

import org.jspecify.annotations.NullMarked;
