package org.tweedie.study.executor;

/** How processes of a cluster come by the files of a study. */
public enum WorkerFiles {
  /** All machines see the study's folder by the same path. */
  SHARED,
  /** Files go with each task, and come back with its result. */
  CARRIED
}
