/** The papers' identities, checked on the components that a config names. */
package org.tweedie.engine.verification;
