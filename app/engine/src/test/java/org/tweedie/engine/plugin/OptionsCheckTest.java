package org.tweedie.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.constraints.DecimalMin;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.walk.Walk;

/** What authors of plugins read of options records that cannot be. */
class OptionsCheckTest {

  record Sizes(int width, @Default("4") int maxDepth) {}

  record Sound(@Included(defaults = "width: 3") Sizes sizes, int more) {}

  /** What it includes has defaults by two records above it. */
  record Deep(@Included(defaults = {"max-depth: 9", "more: 5"}) Sound sound, boolean all) {}

  @Test
  void includedRecordsMayIncludeFurtherOnes() {
    assertThat(OptionsCheck.faults(Deep.class, false)).isEmpty();
    assertThat(ComponentType.optionTypes(Deep.class))
        .extracting(option -> option.name() + " " + option.defaultText().orElse("none"))
        .containsExactly("width 3", "max-depth 9", "more 5", "all none");
  }

  @Test
  void theOutermostRecordsDefaultCounts() {
    record Outer(@Included(defaults = "width: 8") Sound sound) {}
    assertThat(ComponentType.optionTypes(Outer.class))
        .extracting(option -> option.defaultText().orElse("none"))
        .containsExactly("8", "4", "none");
  }

  @Test
  void anOptionIsReadThroughTheRecordsThatIncludeIt() {
    Deep deep = new Deep(new Sound(new Sizes(1, 2), 3), true);
    assertThat(ComponentType.optionTypes(Deep.class))
        .extracting(option -> option.in(deep))
        .containsExactly(1, 2, 3, true);
  }

  record Twice(
      @Included Sizes sizes, @Included Sound sound, int maxDepth, @Included Walk.Options walk) {}

  @Test
  void allThatHaveOneNameAreTold() {
    told(
        Twice.class,
        "Several of its options have the name 'width': Twice.sizes.width, Twice.sound.sizes.width."
            + " Please rename all but one, or leave them out.",
        "Several of its options have the name 'max-depth': Twice.sizes.maxDepth,"
            + " Twice.sound.sizes.maxDepth, Twice.maxDepth. Please rename all but one, or leave"
            + " them out.");
  }

  @Test
  void namesThatAreOneInAConfigAreOne() {
    record Alike(int maxDEPTH, @Included Sizes sizes) {}
    told(
        Alike.class,
        "Several of its options have the name 'max-depth': Alike.maxDEPTH, Alike.sizes.maxDepth."
            + " Please rename all but one, or leave them out.");
  }

  record Typed(@Included Naming naming) {}

  record Naming(String type) {}

  @Test
  void typeIsNoNameForAnOptionWhereverItStands() {
    told(
        Typed.class,
        "Its option 'type' must have another name: in a config, 'type' names the component.");
  }

  record Odd(@Included int steps, Sizes sizes, @Included @Default("{}") Sizes more, Object any) {}

  @Test
  void whatIsNoOptionAndWhatCannotBeIncludedIsTold() {
    told(
        Odd.class,
        "Odd.steps is annotated @Included, which takes in a record's components; int is no record.",
        "Its option 'sizes' is of type org.tweedie.engine.plugin.OptionsCheckTest$Sizes; options are"
            + " numbers, booleans, strings, enums and lists of them. Please annotate it with"
            + " @Included, if its components are to be options.",
        "Odd.more is included and has no value of its own: please write its @Default as"
            + " @Included(defaults = \"OPTION: VALUE\").",
        "Its option 'any' is of type java.lang.Object; options are numbers, booleans, strings,"
            + " enums and lists of them.");
  }

  record Round(@Included About about, int size) {}

  record About(@Included Round round) {}

  @Test
  void aRecordThatIncludesItselfIsTold() {
    told(
        Round.class,
        "Round.about.round includes the record that it stands in. Please take it away.");
  }

  record Mistaken(
      @Included(defaults = {"widht: 3", "width = 3", "max-depth: 1", "max-depth: 2"}) Sizes sizes,
      int more) {}

  record Above(@Included(defaults = "any: 1") Mistaken mistaken) {}

  @Test
  void defaultsForNothingAreTold() {
    told(
        Above.class,
        "Its @Included(defaults = \"any: 1\") names no option of that record.  Options: width,"
            + " max-depth, more",
        "Its @Included(defaults = \"widht: 3\") names no option of that record. Did you mean"
            + " 'width'?  Options: width, max-depth",
        "Its @Included(defaults = \"width = 3\") is not of the form \"OPTION: VALUE\".",
        "Its @Included(defaults = \"max-depth: 2\") is the second for 'max-depth'.");
  }

  private static void told(Class<? extends Record> options, String... faults) {
    assertThat(OptionsCheck.faults(options, false)).isEqualTo(List.of(faults));
  }

  record NoNumber(@DecimalMin("low") double rate) {}

  /** Later it would end listings of all components. */
  @Test
  void aBoundThatIsNoNumberIsRefusedWhereAPluginIsLoaded() {
    assertThatThrownBy(() -> OptionsCheck.faults(NoNumber.class, false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
