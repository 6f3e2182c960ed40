package org.tweedie.engine.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

class EventFileTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_500L), ZoneOffset.UTC);

  @TempDir Path folder;

  /** The check value of CRC-32C for "123456789" is 0xe3069283 (RFC 3720's polynomial). */
  @Test
  void masksTheChecksum() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    int rotated = 0xe3069283 >>> 15 | 0xe3069283 << 17;
    assertThat(RecordFraming.maskedCrc(digits, 0, 9)).isEqualTo(rotated + 0xa282ead8);
  }

  @Test
  void writesScalarsAndImages() throws IOException {
    Path path;
    try (EventFile file = EventFile.create(folder, CLOCK)) {
      path = file.path();
      file.scalar("train/loss", 7, 0.25);
      file.image("samples", 8, new byte[300], 20, 10);
    }
    assertThat(path.getFileName().toString()).matches("events\\.out\\.tfevents\\.1700000000\\..+");
    List<Event> events = EventFileReader.read(path);
    assertThat(events).hasSize(3).allMatch(event -> event.getWallTime() == 1_700_000_000.5);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    Summary.Value scalar = events.get(1).getSummary().getValue(0);
    assertThat(events.get(1).getStep()).isEqualTo(7);
    assertThat(scalar.getTag()).isEqualTo("train/loss");
    assertThat(scalar.getSimpleValue()).isEqualTo(0.25f);
    Summary.Value image = events.get(2).getSummary().getValue(0);
    assertThat(events.get(2).getStep()).isEqualTo(8);
    assertThat(image.getImage().getWidth()).isEqualTo(20);
    assertThat(image.getImage().getHeight()).isEqualTo(10);
    assertThat(image.getImage().getEncodedImageString().size()).isEqualTo(300);
  }

  @Test
  void whatWasFlushedCanBeRead() throws IOException {
    try (EventFile file = EventFile.create(folder, CLOCK)) {
      assertThat(EventFileReader.read(file.path())).hasSize(1);
      file.scalar("a", 1, 1);
      file.flush();
      assertThat(EventFileReader.read(file.path())).hasSize(2);
    }
  }

  @Test
  void aRunResumedWithinTheSecondOpensAnotherFile() throws IOException {
    try (EventFile first = EventFile.create(folder, CLOCK);
        EventFile second = EventFile.create(folder, CLOCK)) {
      assertThat(first.path()).isNotEqualTo(second.path()).exists();
      assertThat(second.path()).exists();
    }
  }

  /** Where TensorFlow's native library cannot be found, loading it would fail. */
  @Test
  void needsNothingNative() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      // The jar without a platform in its name holds the messages and no library.
      if (!entry.matches(".*tensorflow-core-native-.*-(linux|macosx|macos|windows)-.*")) {
        urls.add(new File(entry).toURI().toURL());
      }
    }
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(EventFile.class.getName());
      assertThat(type).isNotSameAs(EventFile.class);
      try (AutoCloseable file =
          (AutoCloseable) type.getMethod("create", Path.class).invoke(null, folder)) {
        type.getMethod("scalar", String.class, long.class, double.class).invoke(file, "a", 1L, 0.5);
      }
    }
    assertThat(EventFileReader.read(folder.resolve(folder.toFile().list()[0]))).hasSize(2);
  }
}
