/** The built-in noise schedules: how much signal and noise there is at each time. */
package org.tweedie.schedules;
