/**
 * Fuzzers, which take minutes and are run by {@code mvn -Pfuzz -pl app/engine -am test} alone:
 * classes named {@code ...Fuzz} with the tag {@code fuzz}.
 */
package org.tweedie.engine.fuzz;
