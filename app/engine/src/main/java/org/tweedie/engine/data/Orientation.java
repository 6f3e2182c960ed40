package org.tweedie.engine.data;

import java.awt.image.BufferedImage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a picture is to be turned to be seen as it was taken: the tag 0x0112 of Exif (CIPA DC-008,
 * "Orientation"), in the segment APP1 of a JPEG file or the chunk eXIf of a PNG file.
 *
 * @param number 1 for as it is stored; 2 mirrored, 3 turned by half, 4 mirrored upside down, 5
 *     transposed, 6 to be turned clockwise, 7 transposed across the other diagonal, 8 to be turned
 *     anticlockwise
 */
record Orientation(int number) {

  private static final Orientation AS_STORED = new Orientation(1);

  private static final int TAG = 0x0112;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ENTRY = 12;
  private static final long PNG = 0x89504e470d0a1a0aL;
  private static final int EXIF_CHUNK = 0x65584966;
  private static final int START = 0xffd8;
  private static final int APP1 = 0xffe1;
  private static final int SCAN = 0xffda;
  private static final int FILL = 0xffff;
  private static final int EXIF = 0x45786966;

  /** Of a file's bytes; as it is stored where nothing, or nothing that is understood, is said. */
  static Orientation of(byte[] file) {
    try {
      ByteBuffer in = ByteBuffer.wrap(file);
      if (file.length > Long.BYTES && in.getLong(0) == PNG) {
        return png(in.position(Long.BYTES));
      }
      return file.length > Short.BYTES && Short.toUnsignedInt(in.getShort()) == START
          ? jpeg(in)
          : AS_STORED;
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException cut) {
      // What is damaged there says nothing; the picture itself may be whole.
      return AS_STORED;
    }
  }

  private static Orientation png(ByteBuffer in) {
    while (in.remaining() > Long.BYTES) {
      int length = in.getInt();
      int type = in.getInt();
      if (length < 0) {
        break;
      }
      if (type == EXIF_CHUNK) {
        return tiff(in.slice(in.position(), length));
      }
      // The check sum comes behind.
      in.position(in.position() + length + Integer.BYTES);
    }
    return AS_STORED;
  }

  private static Orientation jpeg(ByteBuffer in) {
    while (in.remaining() > Integer.BYTES) {
      int marker = Short.toUnsignedInt(in.getShort());
      if (marker == FILL) {
        // Bytes of ones may stand before a marker.
        in.position(in.position() - 1);
        continue;
      }
      if (marker == SCAN) {
        break;
      }
      int length = Short.toUnsignedInt(in.getShort());
      int begin = in.position();
      if (marker == APP1 && length > Long.BYTES && in.getInt(begin) == EXIF) {
        // Two zeros come behind the name.
        return tiff(in.slice(begin + 6, length - 8));
      }
      in.position(begin + length - Short.BYTES);
    }
    return AS_STORED;
  }

  private static Orientation tiff(ByteBuffer in) {
    in.order(in.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = in.getInt(4);
    int entries = Short.toUnsignedInt(in.getShort(directory));
    for (int i = 0; i < entries; i++) {
      int at = directory + Short.BYTES + i * ENTRY;
      if (Short.toUnsignedInt(in.getShort(at)) == TAG) {
        int number =
            switch (in.getShort(at + 2)) {
              case BYTE -> in.get(at + 8);
              case SHORT -> in.getShort(at + 8);
              case LONG -> in.getInt(at + 8);
              default -> 1;
            };
        return number >= 1 && number <= 8 ? new Orientation(number) : AS_STORED;
      }
    }
    return AS_STORED;
  }

  boolean isAsStored() {
    return number == 1;
  }

  /** The picture as it is to be seen. */
  BufferedImage applied(BufferedImage image) {
    if (isAsStored()) {
      return image;
    }
    boolean turned = number >= 5;
    int width = turned ? image.getHeight() : image.getWidth();
    int height = turned ? image.getWidth() : image.getHeight();
    BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int right = width - 1 - x;
        int up = height - 1 - y;
        result.setRGB(
            x,
            y,
            switch (number) {
              case 2 -> image.getRGB(right, y);
              case 3 -> image.getRGB(right, up);
              case 4 -> image.getRGB(x, up);
              case 5 -> image.getRGB(y, x);
              case 6 -> image.getRGB(y, right);
              case 7 -> image.getRGB(up, right);
              default -> image.getRGB(up, x);
            });
      }
    }
    return result;
  }
}
