/** The papers' identities, checked on the components that a config names. */
@NullMarked
package org.tweedie.engine.verification;

import org.jspecify.annotations.NullMarked;
