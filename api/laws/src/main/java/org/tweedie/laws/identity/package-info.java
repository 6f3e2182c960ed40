/**
 * The identities of the papers as code: what a component of each kind must keep, stated once for
 * the contract suite, which asserts it, and for the program, which shows it to users.
 */
@NullMarked
package org.tweedie.laws.identity;

import org.jspecify.annotations.NullMarked;
