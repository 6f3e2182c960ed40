/**
 * The contracts: JUnit classes that a component's tests extend, one for each kind of component and
 * one for the plugin itself. They assert the identities of {@link org.tweedie.laws.identity}. Only
 * this package needs JUnit and AssertJ.
 */
@NullMarked
package org.tweedie.laws.contract;

import org.jspecify.annotations.NullMarked;
