package com.google.common.base;

/** Not Guava's of today: it has a method that none of Guava's versions has, and lacks theirs. */
public final class Joiner {
  public static int three() {
    return 3;
  }
}
