/** What a plugin lists, the defaults of its options, and the options that nothing reads. */
package org.tweedie.laws.plugin;
