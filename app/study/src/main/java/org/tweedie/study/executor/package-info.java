/** Where the processes of a study run: this machine, or clusters. */
@org.jspecify.annotations.NullMarked
package org.tweedie.study.executor;
