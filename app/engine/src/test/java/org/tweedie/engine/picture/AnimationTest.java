package org.tweedie.engine.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnimationTest {

  @TempDir Path folder;

  private static BufferedImage frame(int rgbStep) {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, i * rgbStep);
    }
    return image;
  }

  private List<BufferedImage> read(Path path, List<String> delays) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    List<BufferedImage> frames = new ArrayList<>();
    try (ImageInputStream in = ImageIO.createImageInputStream(path.toFile())) {
      reader.setInput(in);
      for (int i = 0; i < reader.getNumImages(true); i++) {
        frames.add(reader.read(i));
        IIOMetadataNode root =
            (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
        IIOMetadataNode control =
            (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
        delays.add(control.getAttribute("delayTime"));
      }
    }
    return frames;
  }

  @Test
  void repeatsForEverAndHoldsTheLastFrame() throws IOException {
    Path path = folder.resolve("a.gif");
    new Animation(Duration.ofMillis(50), Duration.ofSeconds(3))
        .write(path, List.of(frame(1), frame(0x010101), frame(0)));
    List<String> delays = new ArrayList<>();
    assertThat(read(path, delays)).hasSize(3);
    assertThat(delays).containsExactly("5", "5", "300");
    String bytes = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
    assertThat(bytes).startsWith("GIF89a").containsOnlyOnce("NETSCAPE2.0\u0003\u0001\u0000\u0000");
  }

  @Test
  void greyFramesKeepTheirValues() throws IOException {
    Path path = folder.resolve("a.gif");
    new Animation().write(path, List.of(frame(0x010101), frame(0)));
    List<BufferedImage> frames = read(path, new ArrayList<>());
    for (int i = 0; i < 256; i++) {
      assertThat(frames.get(0).getRGB(i % 16, i / 16) & 0xffffff).isEqualTo(i * 0x010101);
      assertThat(frames.get(1).getRGB(i % 16, i / 16) & 0xffffff).isZero();
    }
  }

  @Test
  void coloursStayCloseToWhatTheyWere() throws IOException {
    Path path = folder.resolve("a.gif");
    BufferedImage colours = frame(0x010000);
    new Animation().write(path, List.of(colours, frame(0x000100)));
    List<BufferedImage> frames = read(path, new ArrayList<>());
    for (int i = 0; i < 256; i++) {
      int rgb = frames.get(0).getRGB(i % 16, i / 16) & 0xffffff;
      assertThat(Math.abs((rgb >> 16) - i)).as("red %d as %06x", i, rgb).isLessThan(16);
      assertThat(rgb & 0xffff).isZero();
    }
  }

  @Test
  void needsAFrame() {
    assertThatThrownBy(() -> new Animation().write(folder.resolve("a.gif"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder).isEmptyDirectory();
  }
}
