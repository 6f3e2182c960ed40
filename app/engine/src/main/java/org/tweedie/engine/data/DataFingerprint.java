package org.tweedie.engine.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;

/**
 * A digest of all that a model learns from and is tested on. Two runs whose fingerprints are equal
 * saw the same shape, levels, classes, values and labels in the same order.
 */
public final class DataFingerprint {

  private DataFingerprint() {}

  /**
   * The SHA-256 of a source, which reads every example once and holds one at a time.
   *
   * @return 64 hexadecimal digits in lower case
   */
  public static String sha256(DataSource source) {
    MessageDigest digest = digest();
    DataDescription description = source.description();
    add(digest, description.shape().toString());
    add(digest, String.valueOf(description.levels().map(Levels::count).orElse(0)));
    add(digest, String.valueOf(description.classes().size()));
    description.classes().forEach(name -> add(digest, name));
    add(digest, source.train(), description.shape().size());
    add(digest, source.test(), description.shape().size());
    addConditions(digest, source.train(), description);
    addConditions(digest, source.test(), description);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, Examples examples, int size) {
    add(digest, String.valueOf(examples.size()));
    float[] values = new float[size];
    ByteBuffer bytes = ByteBuffer.allocate(size * Float.BYTES + Integer.BYTES);
    for (int i = 0; i < examples.size(); i++) {
      examples.read(i, values, 0);
      bytes.clear();
      bytes.asFloatBuffer().put(values);
      bytes.putInt(size * Float.BYTES, examples.label(i));
      digest.update(bytes.array());
    }
  }

  /** What examples have beside their classes; nothing of data that have no more. */
  private static void addConditions(
      MessageDigest digest, Examples examples, DataDescription description) {
    description.numbers().forEach(name -> add(digest, name));
    for (int i = 0; i < examples.size(); i++) {
      if (!description.numbers().isEmpty()) {
        add(digest, examples.numbers(i));
      }
      if (description.hasCaptions()) {
        add(digest, examples.caption(i).map(text -> "caption " + text).orElse(""));
      }
      if (description.conditionImage().isPresent()) {
        add(digest, examples.conditionImage(i).orElse(new float[0]));
      }
    }
  }

  private static void add(MessageDigest digest, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES + Integer.BYTES);
    bytes.putInt(values.length);
    for (float value : values) {
      bytes.putFloat(value);
    }
    digest.update(bytes.array());
  }

  /** A text and its end: without it, two names could run into one another. */
  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
