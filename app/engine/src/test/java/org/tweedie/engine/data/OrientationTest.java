package org.tweedie.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures are learnt from as they are seen. */
class OrientationTest {

  private static final ImageDecoder DECODER = new ImageDecoder(0, false, 0, 256);

  /** Of a picture as it is seen: no two pixels are alike. */
  private static final int WIDTH = 3;

  private static final int HEIGHT = 2;

  private static int pixel(int x, int y) {
    return (40 * x + 20) << 16 | (90 * y + 30) << 8;
  }

  /**
   * As it is stored, by the definition of the tag: where on the seen picture the stored row 0 and
   * column 0 lie.
   */
  private static BufferedImage stored(String row, String column) {
    boolean turned = row.equals("left") || row.equals("right");
    BufferedImage image =
        new BufferedImage(
            turned ? HEIGHT : WIDTH, turned ? WIDTH : HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int r = 0; r < image.getHeight(); r++) {
      for (int c = 0; c < image.getWidth(); c++) {
        int x = turned ? along(row, r) : along(column, c);
        int y = turned ? along(column, c) : along(row, r);
        image.setRGB(c, r, pixel(x, y));
      }
    }
    return image;
  }

  private static int along(String side, int steps) {
    return switch (side) {
      case "left", "top" -> steps;
      case "right" -> WIDTH - 1 - steps;
      default -> HEIGHT - 1 - steps;
    };
  }

  private static byte[] exif(int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(38).order(order);
    tiff.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    // Another tag before it: the width of the picture.
    tiff.putShort((short) 0x0100).putShort((short) 4).putInt(1).putInt(WIDTH);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0).putInt(0);
    return tiff.array();
  }

  /** Behind the header, which has 33 bytes with the file's signature. */
  private static byte[] png(BufferedImage image, String chunk, byte[] content) {
    byte[] png = TestImages.bytes(image, "png");
    byte[] type = chunk.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(type);
    sum.update(content);
    return ByteBuffer.allocate(png.length + content.length + 12)
        .put(png, 0, 33)
        .putInt(content.length)
        .put(type)
        .put(content)
        .putInt((int) sum.getValue())
        .put(png, 33, png.length - 33)
        .array();
  }

  private static byte[] jpeg(BufferedImage image, byte[] exif) {
    byte[] jpeg = TestImages.bytes(image, "jpg");
    return ByteBuffer.allocate(jpeg.length + exif.length + 10)
        .put(jpeg, 0, 2)
        .putShort((short) 0xffe1)
        .putShort((short) (exif.length + 8))
        .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
        .put(exif)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  @ParameterizedTest
  @CsvSource({
    "1,top,left", "2,top,right", "3,bottom,right", "4,bottom,left",
    "5,left,top", "6,right,top", "7,right,bottom", "8,left,bottom"
  })
  void everyOrientationIsTurnedAsAViewerDoes(int number, String row, String column)
      throws IOException {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      byte[] file = png(stored(row, column), "eXIf", exif(number, order));
      ImageDecoder.Image seen = DECODER.decode(file);
      assertThat(seen.shape().dimensions()).containsExactly(HEIGHT, WIDTH, 3);
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          int at = 3 * (y * WIDTH + x);
          int found = (seen.levels()[at] & 0xff) << 16 | (seen.levels()[at + 1] & 0xff) << 8;
          assertThat(found).as("%d, %d", x, y).isEqualTo(pixel(x, y));
        }
      }
    }
  }

  /** Of such a length that whoever adds it comes to where he was. */
  @Test
  @Timeout(20)
  void aChunkOfANegativeLengthEndsTheSearch() {
    byte[] file = png(stored("top", "left"), "tEXt", new byte[4]);
    ByteBuffer.wrap(file).putInt(33, -12);
    assertThat(Orientation.of(file).isAsStored()).isTrue();
  }

  @Test
  void jpegsAreTurnedToo() throws IOException {
    BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 16; x++) {
      for (int y = 0; y < 8; y++) {
        image.setRGB(x, y, x < 8 ? 0xffffff : 0);
      }
    }
    ImageDecoder.Image seen = DECODER.decode(jpeg(image, exif(6, ByteOrder.LITTLE_ENDIAN)));
    assertThat(seen.shape().dimensions()).containsExactly(16, 8, 3);
    assertThat(seen.levels()[0] & 0xff).as("above").isGreaterThan(200);
    assertThat(seen.levels()[3 * 15 * 8] & 0xff).as("below").isLessThan(50);
  }

  @Test
  void onesBeforeAMarkerAndWiderNumbersAreReadToo() throws IOException {
    byte[] exif = exif(6, ByteOrder.BIG_ENDIAN);
    byte[] plain = jpeg(stored("top", "left"), exif);
    byte[] filled =
        ByteBuffer.allocate(plain.length + 3)
            .put(plain, 0, 2)
            .put(new byte[] {-1, -1, -1})
            .put(plain, 2, plain.length - 2)
            .array();
    assertThat(Orientation.of(filled)).isEqualTo(new Orientation(6));
    assertThat(DECODER.decode(filled).shape().dimensions()).containsExactly(WIDTH, HEIGHT, 3);
    ByteBuffer.wrap(exif).putShort(24, (short) 4).putInt(30, 6);
    assertThat(Orientation.of(jpeg(stored("top", "left"), exif))).isEqualTo(new Orientation(6));
  }

  @Test
  void damageThereSaysNothing() {
    byte[] whole = exif(6, ByteOrder.LITTLE_ENDIAN);
    BufferedImage image = stored("top", "left");
    for (int length = 0; length < 26; length++) {
      assertThat(Orientation.of(png(image, "eXIf", Arrays.copyOf(whole, length))).isAsStored())
          .isTrue();
      assertThat(Orientation.of(jpeg(image, Arrays.copyOf(whole, length))).isAsStored()).isTrue();
    }
    byte[] file = jpeg(image, whole);
    for (int length = 0; length < 40; length++) {
      assertThat(Orientation.of(Arrays.copyOf(file, length)).isAsStored()).isTrue();
    }
    assertThat(Orientation.of(png(image, "eXIf", exif(9, ByteOrder.LITTLE_ENDIAN))).isAsStored())
        .isTrue();
  }

  /** With a profile of linear light, a viewer would show 188 for the 128 that is stored. */
  @Test
  void colourProfilesAndGammaAreNotApplied() throws IOException {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] name = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    byte[] jpeg = TestImages.bytes(TestImages.opaque(TestImages.filled(8, 8, 0xff808080)), "jpg");
    // Behind the first segment, which must be JFIF's.
    int at = 4 + (Byte.toUnsignedInt(jpeg[4]) << 8 | Byte.toUnsignedInt(jpeg[5]));
    byte[] profiled =
        ByteBuffer.allocate(jpeg.length + profile.length + name.length + 6)
            .put(jpeg, 0, at)
            .putShort((short) 0xffe2)
            .putShort((short) (profile.length + name.length + 4))
            .put(name)
            .put((byte) 1)
            .put((byte) 1)
            .put(profile)
            .put(jpeg, at, jpeg.length - at)
            .array();
    assertThat(ImageIO.read(new ByteArrayInputStream(profiled)).getRGB(0, 0) & 0xff)
        .isBetween(186, 190);
    assertThat(DECODER.decode(profiled).levels()[0] & 0xff).isBetween(126, 130);
    BufferedImage plain = TestImages.opaque(TestImages.filled(2, 2, 0xff808080));
    byte[] gamma = ByteBuffer.allocate(4).putInt(100_000).array();
    assertThat(DECODER.decode(png(plain, "gAMA", gamma)).levels()[0] & 0xff).isEqualTo(128);
  }
}
