/** What a plugin lists, the defaults of its options, and the options that nothing reads. */
@NullMarked
package org.tweedie.laws.plugin;

import org.jspecify.annotations.NullMarked;
