package org.tweedie.study.design;

/** Which combinations of its axes' values a study tries. */
public enum StudyDesign {
  /** All. */
  GRID,
  /** The baseline, and all that differ from it in one axis. */
  ONE_AT_A_TIME,
  /** Those that are listed. */
  LIST
}
