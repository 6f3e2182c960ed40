/** The stages of trials: what they depend on, the processes that do them, and what these answer. */
package org.tweedie.study.stage;
