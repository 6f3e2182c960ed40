package org.tweedie.engine.codec;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.chain.TopDownChain;

/** In which order the latents of a chain are drawn and coded. */
public enum Order {
  /** From the data upwards: takes few bits beforehand, however long the chain is. */
  BOTTOM_UP(31) {
    @Override
    CodingOrder of(LatentChain chain, int bits, int precision) {
      return new BottomUpOrder(chain, precision);
    }
  },
  /** From the last latent down: takes bits beforehand for every latent of an example. */
  TOP_DOWN(24) {
    @Override
    Optional<String> objection(LatentChain chain) {
      return chain instanceof TopDownChain
          ? Optional.empty()
          : Optional.of(
              "The model's encoder is learned and goes upwards, so its latents cannot be drawn from"
                  + " the top: take --order bottom-up.");
    }

    @Override
    CodingOrder of(LatentChain chain, int bits, int precision) {
      return new TopDownOrder((TopDownChain) chain, bits, precision);
    }
  };

  private final int usualPrecision;

  Order(int usualPrecision) {
    this.usualPrecision = usualPrecision;
  }

  /** That of a name, as on a command line. */
  public static Optional<Order> named(String name) {
    return Arrays.stream(values()).filter(order -> order.toString().equals(name)).findFirst();
  }

  /** The precision of frequencies that costs next to nothing. */
  public int usualPrecision() {
    return usualPrecision;
  }

  /** Why a chain cannot be coded in this order, for the user. */
  Optional<String> objection(LatentChain chain) {
    return Optional.empty();
  }

  /** The coder of a chain. */
  abstract CodingOrder of(LatentChain chain, int bits, int precision);

  /** As on a command line, {@code bottom-up}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
