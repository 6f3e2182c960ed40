/**
 * How a jar brings components: the one service, the lists it fills, and the annotations of options.
 */
package org.tweedie.api.plugin;
