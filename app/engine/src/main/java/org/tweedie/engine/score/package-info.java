/** How near samples are to data, on features that the report names. */
package org.tweedie.engine.score;
