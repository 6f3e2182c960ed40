package org.tweedie.engine.data;

import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.plugin.Description;
import org.tweedie.engine.data.LevelExamples.Labelled;

/**
 * The embedded handwritten digits: 1,797 grey images of 8x8 with 17 levels, in ten classes. Every
 * fifth image (those whose index, counted from 0, leaves 4 when divided by 5) is held out: 1,438
 * are for training, 359 for testing.
 *
 * <p>Source: E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine
 * Learning Repository, CC BY 4.0.
 */
@Description("embedded handwritten digits, 8x8 grey with 17 levels (UCI, 1,797 images)")
public final class Digits implements DataSource {

  private static final String RESOURCE = "digits.csv.gz";
  private static final int PIXELS = 64;
  private static final DataDescription DESCRIPTION =
      new DataDescription(
          DataShape.image(8, 8, 1),
          Optional.of(new Levels(17)),
          IntStream.range(0, 10).mapToObj(String::valueOf).toList());

  private final Examples train;
  private final Examples test;

  /** Reads the embedded file. */
  @Inject
  public Digits() {
    List<Labelled> train = new ArrayList<>();
    List<Labelled> test = new ArrayList<>();
    try (InputStream resource = Digits.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.US_ASCII))) {
      int index = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine(), index++) {
        (index % 5 == 4 ? test : train).add(parse(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded digits cannot be read", e);
    }
    this.train = LevelExamples.of(DESCRIPTION.levels().orElseThrow(), train);
    this.test = LevelExamples.of(DESCRIPTION.levels().orElseThrow(), test);
  }

  private static Labelled parse(String line) {
    String[] fields = line.split(",");
    byte[] levels = new byte[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      levels[i] = Byte.parseByte(fields[i]);
    }
    return new Labelled(levels, Integer.parseInt(fields[PIXELS]));
  }

  @Override
  public DataDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Examples train() {
    return train;
  }

  @Override
  public Examples test() {
    return test;
  }
}
