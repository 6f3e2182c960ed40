/** The built-in noise schedules: how much signal and noise there is at each time. */
@NullMarked
package org.tweedie.schedules;

import org.jspecify.annotations.NullMarked;
