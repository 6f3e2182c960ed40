package org.tweedie.engine.picture;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.tweedie.engine.file.AtomicFile;

/**
 * An animated GIF that repeats for ever and holds its last frame. Grey frames keep their values;
 * colours are reduced to 256 a frame.
 *
 * @param delay how long a frame is shown, in steps of 10 ms
 * @param hold how long the last frame is shown
 */
public record Animation(Duration delay, Duration hold) {

  private static final String IMAGE_FORMAT = "javax_imageio_gif_image_1.0";

  /** Frames of 80 ms, the last for two seconds. */
  public Animation() {
    this(Duration.ofMillis(80), Duration.ofSeconds(2));
  }

  /**
   * Writes a file whole or not at all.
   *
   * @param frames one or more pictures of one size; each is asked for when it is written
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if there are no frames
   */
  public void write(Path path, List<BufferedImage> frames) throws IOException {
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("an animation has at least one frame");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < frames.size(); i++) {
        BufferedImage picture = frames.get(i);
        BufferedImage frame = indexedIfGrey(picture).orElse(picture);
        Duration shown = i == frames.size() - 1 ? hold : delay;
        writer.writeToSequence(
            new IIOImage(frame, null, metadata(writer, frame, shown, i == 0)), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    AtomicFile.write(path, bytes.toByteArray());
  }

  /** ImageIO picks a palette by clustering, which grey, having 256 values, does not need. */
  private static Optional<BufferedImage> indexedIfGrey(BufferedImage image) {
    byte[] ramp = new byte[256];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (byte) i;
    }
    BufferedImage indexed =
        new BufferedImage(
            image.getWidth(),
            image.getHeight(),
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, ramp.length, ramp, ramp, ramp));
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y) & 0xffffff;
        int value = rgb & 0xff;
        if (rgb != value * 0x010101) {
          return Optional.empty();
        }
        indexed.getRaster().setSample(x, y, 0, value);
      }
    }
    return Optional.of(indexed);
  }

  private static IIOMetadata metadata(
      ImageWriter writer, BufferedImage frame, Duration shown, boolean first) throws IOException {
    // The specifier's factory method would take any indexed image to have the web's palette.
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(
            new ImageTypeSpecifier(frame), writer.getDefaultWriteParam());
    IIOMetadataNode root = new IIOMetadataNode(IMAGE_FORMAT);
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", String.valueOf(Math.max(1, shown.toMillis() / 10)));
    root.appendChild(control);
    if (first) {
      root.appendChild(endlessLoop());
    }
    metadata.mergeTree(IMAGE_FORMAT, root);
    return metadata;
  }

  /** The extension that browsers follow: block 1, repeated 0 times, which means for ever. */
  private static IIOMetadataNode endlessLoop() {
    IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
    extension.setAttribute("applicationID", "NETSCAPE");
    extension.setAttribute("authenticationCode", "2.0");
    extension.setUserObject(new byte[] {1, 0, 0});
    IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
    extensions.appendChild(extension);
    return extensions;
  }
}
