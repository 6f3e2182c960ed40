package org.tweedie.engine.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.LatentGaussian;
import org.tweedie.engine.problem.RunException;

class LatentScaleTest {

  private static final int COUNT = 5000;

  @TempDir private Path folder;

  private static LatentSpace space() {
    return new LatentSpace(
        new LinearAutoencoder(0), LinearAutoencoder.data(COUNT), Optional.empty());
  }

  /** The encoder is the posterior, so over all data latents have the prior's moments. */
  @Test
  void isThatOfLatentsAsTheyAreDrawn() {
    LatentScale scale = space().scale();
    for (int j = 0; j < 2; j++) {
      double deviation = LinearAutoencoder.T[j];
      double error = deviation / Math.sqrt(COUNT);
      assertThat(scale.mean().get(j)).isCloseTo(LinearAutoencoder.M[j], within(4 * error));
      assertThat(scale.deviation().get(j)).isCloseTo(deviation, within(4 * error / Math.sqrt(2)));
    }
  }

  /** What the diffusion is trained on has mean 0 and variance 1, each time that it is drawn. */
  @Test
  void scaledLatentsHaveVarianceOne() {
    LatentSpace space = space();
    SplittableRandom random = new SplittableRandom(3);
    for (boolean drawn : new boolean[] {false, true}) {
      double[] sum = new double[2];
      double[] squares = new double[2];
      float[] z = new float[2];
      for (int i = 0; i < COUNT; i++) {
        if (drawn) {
          space.examples().train().draw(i, random, z, 0);
        } else {
          space.examples().train().read(i, z, 0);
        }
        for (int j = 0; j < 2; j++) {
          sum[j] += z[j] / COUNT;
          squares[j] += z[j] * z[j] / COUNT;
        }
      }
      for (int j = 0; j < 2; j++) {
        assertThat(sum[j]).isCloseTo(0, within(4 / Math.sqrt(COUNT)));
        assertThat(squares[j]).isCloseTo(1, within(4 * Math.sqrt(2.0 / COUNT)));
      }
    }
  }

  @Test
  void latentsAreReadAsOneDrawAndDrawnAnew() {
    LatentSpace space = space();
    float[] first = new float[2];
    float[] again = new float[2];
    space.examples().train().read(7, first, 0);
    space.examples().train().read(7, again, 0);
    assertThat(again).containsExactly(first);
    space.examples().train().draw(7, new SplittableRandom(1), first, 0);
    space.examples().train().draw(7, new SplittableRandom(1), again, 0);
    assertThat(again).containsExactly(first);
    space.examples().train().draw(7, new SplittableRandom(2), again, 0);
    assertThat(again).isNotEqualTo(first);
  }

  /** All places of a map share the scale of their channel. */
  @Test
  void mapsAreScaledByTheirChannels() {
    DataShape map = DataShape.image(1, 2, 2);
    LatentGaussian latents =
        new LatentGaussian(
            Batch.of(map, new float[] {1, 10, 3, 30}), Batch.of(map, new float[] {2, 1, 2, 1}));
    LatentScale scale = LatentScale.of(latents);
    assertThat(scale.mean()).containsExactly(2.0, 20.0);
    assertThat(scale.deviation().get(0)).isCloseTo(Math.sqrt(1 + 4), within(1e-12));
    assertThat(scale.deviation().get(1)).isCloseTo(Math.sqrt(100 + 1), within(1e-12));
    Batch back = scale.unscaled(scale.scaled(latents).mean());
    for (int k = 0; k < 4; k++) {
      assertThat(back.values()[k]).isCloseTo(latents.mean().values()[k], within(1e-5f));
    }
  }

  @Test
  void isKeptToTheLastBit() throws IOException {
    Path file = folder.resolve("latents.json");
    LatentSpace space = space();
    LatentScaleFile.write(space, file);
    LatentScaleFile kept = LatentScaleFile.read(file);
    assertThat(kept.scale()).isEqualTo(space.scale());
    assertThat(kept.autoencoder()).isEqualTo(space.fingerprint());
    assertThat(kept.isOf(DataShape.point(2))).isTrue();
    assertThat(kept.isOf(DataShape.point(3))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{\"mean\": [1]}", ""})
  void aDamagedRecordIsToldInWords(String text) throws IOException {
    Path file = folder.resolve("latents.json");
    Files.writeString(file, text);
    assertThatThrownBy(() -> LatentScaleFile.read(file))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("latents.json is damaged")
        .hasMessageContaining("Please put back a good copy");
  }

  @Test
  void aChangedRecordIsToldInWords() throws IOException {
    Path file = folder.resolve("latents.json");
    LatentScaleFile.write(space(), file);
    Files.writeString(
        file, Files.readString(file).replaceFirst("\"shape\" : \"2\"", "\"shape\" : \"3\""));
    assertThatThrownBy(() -> LatentScaleFile.read(file))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("it was changed after it was written");
  }

  @Test
  void aScaleOfOtherLatentsIsRefused() {
    LatentScale one = new LatentScale(List.of(0.0), List.of(1.0));
    assertThatThrownBy(
            () ->
                new LatentSpace(
                    new LinearAutoencoder(0), LinearAutoencoder.data(3), Optional.of(one)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scaled in 1 channels");
    assertThatThrownBy(() -> new LatentScale(List.of(0.0), List.of(0.0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
