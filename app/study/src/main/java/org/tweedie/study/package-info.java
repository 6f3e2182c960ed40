/** Ablation studies: from a study to its trials, each in a process of its own, and their files. */
package org.tweedie.study;
