/** Ablation studies: from a study to its trials, each in a process of its own, and their files. */
@NullMarked
package org.tweedie.study;

import org.jspecify.annotations.NullMarked;
