package org.tweedie.engine.plugin;

/** By the name of a class of the program, with other constants. */
public enum Origin {
  ONE,
  TWO,
  THREE,
  FOUR,
  FIVE
}
