package org.tweedie.engine.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.NpyArray;
import org.tweedie.engine.file.NpyHeader;
import org.tweedie.engine.file.WholeFile;
import org.tweedie.engine.picture.Png;

/**
 * Pixels in files without any loss: what cannot come out as it went in is refused. Arrays hold
 * levels. In pictures the K levels are K grey values, or values of a colour, evenly from black to
 * white.
 *
 * @param format of the files
 * @param names of the files, without their folders
 * @param levels for each example its levels as unsigned bytes
 */
public record PixelFiles(PixelFormat format, List<String> names, byte[][] levels) {

  private static final int WHITE = 255;

  /** What such a file begins with. */
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  /** Copies the names. */
  public PixelFiles {
    names = List.copyOf(names);
  }

  /**
   * Reads PNG files, or one array.
   *
   * @param data what the examples must be like
   * @throws DataException if a file cannot be read, or its examples are not like that
   */
  public static PixelFiles read(List<Path> files, DataDescription data) {
    if (files.stream().allMatch(PixelFiles::isPicture)) {
      return new PixelFiles(
          PixelFormat.PNG,
          names(files),
          files.stream().map(file -> picture(file, data)).toArray(byte[][]::new));
    }
    if (files.size() > 1) {
      throw new DataException(
          "Give PNG files, as many as there are, or one file with an array (IDX or NumPy).");
    }
    Path file = files.get(0);
    return named(file).endsWith(".npy") ? npy(file, data) : idx(file, data);
  }

  private static PixelFiles npy(Path file, DataDescription data) {
    NpyArray read = NumpyArrays.read(file.toString());
    if (read.type() != NpyHeader.Type.UINT8) {
      throw new DataException(
          "%s has values of another kind than unsigned bytes. Save it so: numpy.save(file, array.astype(numpy.uint8))."
              .formatted(file));
    }
    int size = read.recordSize();
    byte[][] records = new byte[read.shape().get(0)][];
    Arrays.setAll(records, i -> Arrays.copyOfRange(read.bytes(), i * size, (i + 1) * size));
    return array(file, PixelFormat.NPY, read.shape(), records, data);
  }

  private static PixelFiles idx(Path file, DataDescription data) {
    IdxArray read = IdxArray.read(file, List.of(3, 4));
    List<Integer> sizes = Arrays.stream(read.dimensions()).boxed().toList();
    byte[][] records =
        IntStream.range(0, read.records().count())
            .mapToObj(read.records()::of)
            .toArray(byte[][]::new);
    return array(file, PixelFormat.IDX, sizes, records, data);
  }

  private static PixelFiles array(
      Path file,
      PixelFormat format,
      List<Integer> dimensions,
      byte[][] records,
      DataDescription data) {
    List<Integer> shape = dimensions.subList(1, dimensions.size());
    List<Integer> wanted = data.shape().dimensions();
    boolean isGrey = data.shape().isImage() && wanted.get(2) == 1;
    if (!shape.equals(wanted) && !(isGrey && shape.equals(wanted.subList(0, 2)))) {
      throw new DataException(
          "%s holds examples of %s, and the model's are %s.".formatted(file, shape, wanted));
    }
    if (records.length == 0) {
      throw new DataException("%s holds no examples.".formatted(file));
    }
    for (byte[] record : records) {
      for (byte value : record) {
        check(file, Byte.toUnsignedInt(value), data.levels().orElseThrow());
      }
    }
    // What is written again is not compressed.
    String name = names(List.of(file)).get(0).replaceFirst("(?i)\\.gz$", "");
    return new PixelFiles(format, List.of(name), records);
  }

  private static void check(Path file, int value, Levels levels) {
    if (value >= levels.count()) {
      throw new DataException(
          "%s has the value %d, and the model knows the levels 0 to %d."
              .formatted(file, value, levels.count() - 1));
    }
  }

  private static List<String> names(List<Path> files) {
    return files.stream()
        .map(file -> Objects.requireNonNull(file.getFileName()).toString())
        .toList();
  }

  private static String named(Path file) {
    return file.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean isPicture(Path file) {
    return named(file).endsWith(".png");
  }

  private static byte[] picture(Path file, DataDescription data) {
    if (!data.shape().isImage()) {
      throw new DataException("%s is a picture, and the model's data are not.".formatted(file));
    }
    BufferedImage image = decoded(file);
    List<Integer> wanted = data.shape().dimensions();
    List<Integer> found =
        List.of(image.getHeight(), image.getWidth(), image.getRaster().getNumBands());
    if (!found.equals(wanted)) {
      throw new DataException(
          "%s has %d x %d pixels of %d channels, and the model's images %d x %d of %d."
              .formatted(
                  file,
                  found.get(1),
                  found.get(0),
                  found.get(2),
                  wanted.get(1),
                  wanted.get(0),
                  wanted.get(2)));
    }
    int[] values =
        image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    byte[] levels = new byte[values.length];
    for (int k = 0; k < values.length; k++) {
      levels[k] = level(file, values[k], data.levels().orElseThrow());
    }
    return levels;
  }

  private static BufferedImage decoded(Path file) {
    byte[] bytes;
    BufferedImage image;
    try {
      bytes = WholeFile.read(file);
      if (!Arrays.equals(bytes, 0, Math.min(bytes.length, 4), PNG, 0, 4)) {
        throw new DataException("%s is not a PNG file.".formatted(file));
      }
      image = ImageDecoder.read(bytes);
    } catch (DataException known) {
      throw known;
    } catch (IOException | RuntimeException e) {
      throw new DataException("%s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
    if (!Orientation.of(bytes).isAsStored()) {
      throw new DataException(
          "%s has an Exif orientation, which would not come out as it is. Save it turned as it is seen."
              .formatted(file));
    }
    ColorModel colors = image.getColorModel();
    boolean isEightBits =
        Arrays.stream(colors.getComponentSize()).allMatch(bits -> bits == Byte.SIZE);
    if (colors instanceof IndexColorModel || colors.hasAlpha() || !isEightBits) {
      throw new DataException(
          "%s has a palette, transparency or other than eight bits a channel, and would not come out as it is. Save it as plain grey or RGB of eight bits."
              .formatted(file));
    }
    return image;
  }

  private static byte level(Path file, int value, Levels levels) {
    int level = (int) Math.round(value * (levels.count() - 1) / (double) WHITE);
    if (grey(level, levels) != value) {
      throw new DataException(
          "%s has the value %d, which is none of the model's %d levels from black to white."
              .formatted(file, value, levels.count()));
    }
    return (byte) level;
  }

  private static int grey(int level, Levels levels) {
    return (int) Math.round(level * (double) WHITE / (levels.count() - 1));
  }

  /**
   * Writes examples.
   *
   * @param into a folder, made where it is not there
   * @param format of the files
   * @param names of the files, where they are known; for PNG one an example
   * @param data what the examples are
   * @param labels their classes; a file of them is written beside an array, where there are any
   * @return the files, or the folder where they are many
   */
  public static List<Path> write(
      Path into,
      PixelFormat format,
      List<String> names,
      DataDescription data,
      byte[][] levels,
      int[] labels)
      throws IOException {
    Files.createDirectories(into);
    List<Path> paths = paths(into, format, names, levels.length, data.shape());
    if (format == PixelFormat.PNG) {
      for (int i = 0; i < levels.length; i++) {
        Png.write(paths.get(i), picture(data, levels[i]));
      }
      return List.of(into);
    }
    List<Path> written = new ArrayList<>();
    writeArray(paths.get(0), format, dimensions(levels.length, data.shape()), levels);
    written.add(paths.get(0));
    if (Arrays.stream(labels).anyMatch(label -> label != Condition.NONE)) {
      byte[][] classes = new byte[labels.length][];
      Arrays.setAll(classes, i -> new byte[] {(byte) labels[i]});
      writeArray(paths.get(1), format, List.of(labels.length), classes);
      written.add(paths.get(1));
    }
    return written;
  }

  /**
   * Where examples are written to: each of them as a picture, or all as an array and their classes
   * beside it.
   *
   * @param names of the files, where they are known; for PNG one an example
   * @param count of examples
   */
  public static List<Path> paths(
      Path into, PixelFormat format, List<String> names, int count, DataShape shape) {
    if (format == PixelFormat.PNG) {
      return IntStream.range(0, count)
          .mapToObj(i -> i < names.size() ? names.get(i) : "%06d.png".formatted(i))
          .map(into::resolve)
          .toList();
    }
    boolean isIdx = format == PixelFormat.IDX;
    String ending = isIdx ? "-idx" + idxRank(shape) + "-ubyte" : ".npy";
    return List.of(
        into.resolve(names.isEmpty() ? "images" + ending : names.get(0)),
        into.resolve(isIdx ? "labels-idx1-ubyte" : "labels.npy"));
  }

  private static void writeArray(
      Path file, PixelFormat format, List<Integer> dimensions, byte[][] records)
      throws IOException {
    AtomicFile.write(
        file,
        channel -> {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
          if (format == PixelFormat.NPY) {
            NpyArray.write(out, dimensions, records);
          } else {
            out.write(idx(dimensions, records));
          }
          out.flush();
        });
  }

  private static byte[] idx(List<Integer> dimensions, byte[][] records) {
    int size = Arrays.stream(records).mapToInt(record -> record.length).sum();
    ByteBuffer out = ByteBuffer.allocate(Integer.BYTES * (1 + dimensions.size()) + size);
    out.putInt(0x0800 + dimensions.size());
    dimensions.forEach(out::putInt);
    for (byte[] record : records) {
      out.put(record);
    }
    return out.array();
  }

  private static int idxRank(DataShape shape) {
    return dimensions(1, shape).size();
  }

  /** Grey images have no dimension of channels. */
  private static List<Integer> dimensions(int count, DataShape shape) {
    List<Integer> all = new ArrayList<>(List.of(count));
    boolean isGrey = shape.isImage() && shape.dimensions().get(2) == 1;
    all.addAll(isGrey ? shape.dimensions().subList(0, 2) : shape.dimensions());
    return all;
  }

  private static BufferedImage picture(DataDescription data, byte[] levels) {
    List<Integer> size = data.shape().dimensions();
    boolean isGrey = size.get(2) == 1;
    BufferedImage image =
        new BufferedImage(
            size.get(1),
            size.get(0),
            isGrey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    int[] values = new int[levels.length];
    Arrays.setAll(values, k -> grey(Byte.toUnsignedInt(levels[k]), data.levels().orElseThrow()));
    image.getRaster().setPixels(0, 0, size.get(1), size.get(0), values);
    return image;
  }
}
