package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Included;

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
        "Every option of " + Deaf.class.getName() + " must be read");
    assertCaught(
        new Listed("acme", Aloof.class),
        PluginContract::optionsAreTakenAndRead,
        "must take its record Options");
  }

  /** Options that several components could share. */
  public record Shared(
      @Description("how much") @Default("1") double scale, @Description("since when") int since) {}

  /** Takes in options of which one has the name of its own. */
  @Description("clashing")
  public static final class Clashing implements Guidance {
    /** Options of which two have one name. */
    public record Options(
        @Included(defaults = "since: 3") Shared shared,
        @Description("how much") @Default("1") double scale) {}

    private final Options options;

    /** With options. */
    @Inject
    public Clashing(Options options) {
      this.options = options;
    }

    @Override
    public DiffusionModel guide(DiffusionModel model) {
      return options.scale() > options.shared().scale() ? model : guide(model);
    }
  }

  /** Takes in options, says a default of none of them, and reads only some. */
  @Description("heedless")
  public static final class Heedless implements Guidance {
    /** Options with a misprint. */
    public record Options(@Included(defaults = {"since: 1", "scael: 3"}) Shared shared) {}

    private final Shared shared;

    /** With options. */
    @Inject
    public Heedless(Options options) {
      shared = options.shared();
    }

    @Override
    public DiffusionModel guide(DiffusionModel model) {
      return shared.scale() > 1 ? model : guide(model);
    }
  }

  @Test
  void includedOptionsThatClashAreCaught() {
    assertCaught(
        new Listed("acme", Clashing.class),
        PluginContract::optionsHaveNamesOfTheirOwn,
        "must have names of their own");
  }

  @Test
  void defaultsForNoIncludedOptionAreCaught() {
    assertCaught(
        new Listed("acme", Heedless.class),
        PluginContract::defaultsMakeOptionsThatAreAccepted,
        "The default \"scael: 3\" of the included shared is for none of [scale, since].");
  }

  @Test
  void includedOptionsThatAreIgnoredAreCaught() {
    assertCaught(
        new Listed("acme", Heedless.class), PluginContract::optionsAreTakenAndRead, "[\"since\"]");
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
