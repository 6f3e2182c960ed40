package org.tweedie.api.plugin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.DiffusionModel;

class PluginContractTest {

  private record Listed(String name, Class<? extends Guidance> type) implements DiffusionPlugin {
    @Override
    public void configure(Components components) {
      components.guidance("bent", type);
    }
  }

  /** Right but for its options: one is not described, and their defaults do not go together. */
  @Description("bends")
  public static final class Wrong implements Guidance {
    /** Options that refuse their own defaults. */
    public record Options(
        @Description("the lower end") @Default("2") int low, @Default("1") int high) {
      /** Checks. */
      public Options {
        if (low > high) {
          throw new IllegalArgumentException("low must not be above high");
        }
      }
    }

    /** With options. */
    @Inject
    public Wrong(Options options) {}

    @Override
    public DiffusionModel guide(DiffusionModel model) {
      return model;
    }
  }

  /** Nobody says what it is, and nobody can construct it. */
  public static final class Undescribed implements Guidance {
    @Override
    public DiffusionModel guide(DiffusionModel model) {
      return model;
    }
  }

  @Test
  void pluginsWithoutAServiceFileAreCaught() {
    assertCaught(
        new Listed("acme", Wrong.class),
        PluginContract::serviceLoaderFindsThePluginAndItHasComponents,
        "names a plugin called acme");
  }

  @Test
  void namesThatNoConfigCanHoldAreCaught() {
    assertCaught(
        new Listed("Acme 2", Wrong.class),
        PluginContract::nameCanBeWrittenInAConfig,
        "lower case letters");
  }

  @Test
  void componentsWithoutDescriptionAreCaught() {
    assertCaught(
        new Listed("acme", Undescribed.class),
        PluginContract::componentsAndOptionsAreDescribed,
        "Undescribed must have a @Description");
    assertCaught(
        new Listed("acme", Wrong.class),
        PluginContract::componentsAndOptionsAreDescribed,
        "Option high of");
  }

  @Test
  void componentsThatCannotBeConstructedAreCaught() {
    assertCaught(
        new Listed("acme", Undescribed.class),
        PluginContract::componentsHaveOneConstructorForInjection,
        "one public constructor annotated @Inject");
  }

  @Test
  void defaultsThatAreRefusedAreCaught() {
    assertCaught(
        new Listed("acme", Wrong.class),
        PluginContract::defaultsMakeOptionsThatAreAccepted,
        "The defaults of");
  }

  /** Takes options and does as it likes. */
  @Description("deaf")
  public static final class Deaf implements Guidance {
    /** Options that nobody reads. */
    public record Options(@Description("how much") @Default("1") double scale) {}

    /** With options. */
    @Inject
    public Deaf(Options options) {}

    @Override
    public DiffusionModel guide(DiffusionModel model) {
      return model;
    }
  }

  /** Does not even take its options. */
  @Description("aloof")
  public static final class Aloof implements Guidance {
    /** Options that nobody gets. */
    public record Options(@Description("how much") @Default("1") double scale) {}

    /** Without options. */
    @Inject
    public Aloof() {}

    @Override
    public DiffusionModel guide(DiffusionModel model) {
      return model;
    }
  }

  @Test
  void optionsThatAreIgnoredAreCaught() {
    assertCaught(
        new Listed("acme", Deaf.class),
        PluginContract::optionsAreTakenAndRead,
        "Option scale of " + Deaf.class.getName() + " must be read");
    assertCaught(
        new Listed("acme", Aloof.class),
        PluginContract::optionsAreTakenAndRead,
        "must take its record Options");
  }

  private static void assertCaught(
      DiffusionPlugin plugin, Consumer<PluginContract> test, String words) {
    PluginContract contract =
        new PluginContract() {
          @Override
          protected DiffusionPlugin plugin() {
            return plugin;
          }
        };
    assertThatThrownBy(() -> test.accept(contract))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(words);
  }
}
