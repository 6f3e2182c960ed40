package org.tweedie.engine.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.engine.file.WholeFile;

/**
 * From an image file to levels: it is turned as its Exif orientation says, transparency is
 * composited on the background, the middle square is resized, colours are turned to grey where
 * asked for, and eight bits cut to the levels.
 *
 * <p>Values of grey and of colours are those that are stored: no colour profile (ICC) and no gamma
 * is applied, as in Pillow and torchvision, so that numbers do not depend on a machine's colour
 * management.
 *
 * @param size height and width of the result; 0 for those of the file
 * @param grey whether the result has one channel instead of three
 * @param background 0xrrggbb
 * @param levels how many levels, at most 256
 */
record ImageDecoder(int size, boolean grey, int background, int levels) {

  /** Markers of JPEG, each behind a byte of ones. */
  private static final int START = 0xd8;

  private static final int SCAN = 0xda;
  private static final int APP2 = 0xe2;
  private static final String PROFILE = "ICC_PROFILE\0";
  private static final String UNKNOWN = "it is not in a known format";

  /** Of any picture that is scaled down to be learnt from. */
  private static final long MOST_PIXELS = 1 << 27;

  /** What Java may take for each, in several copies, of several files at a time. */
  private static final int BYTES_OF_PIXEL = 32;

  /** A decoded image: its shape and its levels, channels last. */
  record Image(DataShape shape, byte[] levels) {}

  static ImageDecoder of(ImageFolder.Options options) {
    return new ImageDecoder(
        options.size(),
        options.grey(),
        Integer.parseInt(options.background().substring(1), 16),
        options.levels());
  }

  /**
   * Decodes a file.
   *
   * @throws DataException if it is not a whole PNG or JPEG image
   */
  Image decode(ImageFiles files, ImageFiles.Entry entry) {
    try {
      return decode(WholeFile.read(entry.path()));
    } catch (IOException | RuntimeException e) {
      // ImageIO meets some damage with unchecked exceptions of many kinds.
      throw new DataException(
          "%s cannot be read as an image: %s. Replace it or take it out of the folder."
              .formatted(files.name(entry), e.getMessage()),
          e);
    }
  }

  /**
   * Decodes the bytes of a file. Some damage is met with unchecked exceptions of many kinds.
   *
   * @throws IOException if they are not a whole PNG or JPEG image
   */
  Image decode(byte[] bytes) throws IOException {
    BufferedImage image = Orientation.of(bytes).applied(opaque(read(bytes)));
    return levels(size == 0 ? image : resized(image));
  }

  /** Width and height as the file says, before anything is decoded or turned. */
  static Dimension size(byte[] bytes) throws IOException {
    byte[] plain = withoutProfile(bytes);
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(plain))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException(UNKNOWN);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return new Dimension(reader.getWidth(0), reader.getHeight(0));
      } finally {
        reader.dispose();
      }
    }
  }

  static BufferedImage read(byte[] bytes) throws IOException {
    byte[] plain = withoutProfile(bytes);
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(plain))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException(UNKNOWN);
      }
      ImageReader reader = readers.next();
      try {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        reader.setInput(in, true, true);
        checkSize((long) reader.getWidth(0) * reader.getHeight(0));
        BufferedImage image = reader.read(0);
        // A JPEG that was cut off is filled up with grey and only warned of.
        for (String warning : warnings) {
          if (warning.toLowerCase(Locale.ROOT).contains("premature")) {
            throw new IOException(warning);
          }
        }
        return image;
      } finally {
        reader.dispose();
      }
    }
  }

  /**
   * A JPEG file without its colour profile, which Java would apply: the segments APP2 that begin
   * with its name (ICC.1:2022, annex B.4).
   */
  private static byte[] withoutProfile(byte[] file) {
    if (file.length < 2 || (file[0] & 0xff) != 0xff || (file[1] & 0xff) != START) {
      return file;
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    kept.write(file, 0, 2);
    int at = 2;
    while (at + 4 <= file.length && (file[at] & 0xff) == 0xff && (file[at + 1] & 0xff) != SCAN) {
      if ((file[at + 1] & 0xff) == 0xff) {
        // Bytes of ones may stand before a marker.
        kept.write(file, at++, 1);
        continue;
      }
      int end = at + 2 + ((file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff));
      if (end > file.length || end < at + 4) {
        break;
      }
      boolean isProfile =
          (file[at + 1] & 0xff) == APP2
              && new String(file, at + 4, Math.min(PROFILE.length(), end - at - 4), US_ASCII)
                  .equals(PROFILE);
      if (!isProfile) {
        kept.write(file, at, end - at);
      }
      at = end;
    }
    kept.write(file, at, file.length - at);
    return kept.toByteArray();
  }

  /** What a file of a few bytes may announce is refused before memory is taken for it. */
  private static void checkSize(long pixels) throws IOException {
    long most = Math.min(MOST_PIXELS, Runtime.getRuntime().maxMemory() / BYTES_OF_PIXEL);
    if (pixels > most) {
      throw new IOException(
          String.format(
              Locale.ROOT, "it has %,d pixels, and at most %,d are read here", pixels, most));
    }
  }

  private BufferedImage opaque(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    ColorModel colours = image.getColorModel();
    boolean isGrey = colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    // Java would apply the profile of some files, and not of others.
    boolean isProfiled =
        colours instanceof ComponentColorModel
            && colours.getColorSpace().getType() == ColorSpace.TYPE_RGB
            && !colours.getColorSpace().isCS_sRGB();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int argb =
            isGrey
                ? greyPixel(image, x, y)
                : isProfiled ? colourPixel(image, x, y) : image.getRGB(x, y);
        result.setRGB(x, y, composite(argb));
      }
    }
    return result;
  }

  /** The stored value: Java takes grey to be linear and would brighten it on the way to sRGB. */
  private static int greyPixel(BufferedImage image, int x, int y) {
    int value = eightBits(image, x, y, 0);
    int alpha = image.getColorModel().hasAlpha() ? eightBits(image, x, y, 1) : 255;
    return alpha << 24 | value << 16 | value << 8 | value;
  }

  private static int colourPixel(BufferedImage image, int x, int y) {
    int alpha = image.getColorModel().hasAlpha() ? eightBits(image, x, y, 3) : 255;
    return alpha << 24
        | eightBits(image, x, y, 0) << 16
        | eightBits(image, x, y, 1) << 8
        | eightBits(image, x, y, 2);
  }

  private static int eightBits(BufferedImage image, int x, int y, int band) {
    int max = (1 << image.getSampleModel().getSampleSize(band)) - 1;
    return (int) Math.round(image.getRaster().getSample(x, y, band) * 255.0 / max);
  }

  private int composite(int argb) {
    int alpha = argb >>> 24;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int above = argb >> shift & 0xff;
      int beneath = background >> shift & 0xff;
      rgb |= (int) Math.round((alpha * above + (255 - alpha) * beneath) / 255.0) << shift;
    }
    return rgb;
  }

  /**
   * The middle square at the size asked for. Halving first, as long as it goes, lets each pixel of
   * the file count: one bilinear step would skip most of a large image.
   */
  private BufferedImage resized(BufferedImage image) {
    int side = Math.min(image.getWidth(), image.getHeight());
    BufferedImage result =
        image.getSubimage(
            (image.getWidth() - side) / 2, (image.getHeight() - side) / 2, side, side);
    while (result.getWidth() / 2 > size) {
      result = drawn(result, result.getWidth() / 2);
    }
    return result.getWidth() == size ? result : drawn(result, size);
  }

  private static BufferedImage drawn(BufferedImage image, int side) {
    BufferedImage result = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, side, side, null);
    graphics.dispose();
    return result;
  }

  private Image levels(BufferedImage image) {
    int channels = grey ? 1 : 3;
    byte[] result = new byte[image.getHeight() * image.getWidth() * channels];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        if (grey) {
          result[at++] = level(luma(rgb));
        } else {
          result[at++] = level(rgb >> 16 & 0xff);
          result[at++] = level(rgb >> 8 & 0xff);
          result[at++] = level(rgb & 0xff);
        }
      }
    }
    return new Image(DataShape.image(image.getHeight(), image.getWidth(), channels), result);
  }

  private byte level(int value) {
    return (byte) (value * levels / 256);
  }

  /** ITU-R BT.601, as JPEG has it. */
  private static int luma(int rgb) {
    return (int)
        Math.round(0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff));
  }
}
