package org.tweedie.engine.data;

/** Records of equally many bytes. Safe for many threads. */
interface Records {

  /** How many there are. */
  int count();

  /** The bytes of one, which are not to be changed. */
  byte[] of(int index);

  /** Those that are in memory. */
  static Records of(byte[]... each) {
    return new Records() {
      @Override
      public int count() {
        return each.length;
      }

      @Override
      public byte[] of(int index) {
        return each[index];
      }
    };
  }
}
