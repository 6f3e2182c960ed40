/** Which components there are: those built in, and those that other people's jars bring. */
package org.tweedie.engine.plugin;
