/** What is known of a config before anything is trained. */
@NullMarked
package org.tweedie.engine.inspection;

import org.jspecify.annotations.NullMarked;
