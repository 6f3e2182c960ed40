package org.tweedie.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.plugin.ComponentType;

/** The READMEs of the modules list the components as they are. */
class ModuleReadmesTest {

  private static final Pattern LISTED =
      Pattern.compile(
          "(?s)(<!-- tweedie components [^>]*--markdown -->\n\n)(.*?)(\n*<!-- end -->)");

  @ParameterizedTest
  @CsvSource({
    "schedules, schedule",
    "samplers, sampler",
    "guidance, guidance",
    "denoisers, model encoder decoder latents network text-encoder preconditioning objective times optimizer learning-rate averages stopping augmentation image-condition",
    "app/engine, data measures"
  })
  void aReadmeListsItsComponentsAsTheyAre(Path module, String kinds) throws IOException {
    Path file = Path.of("..", "..").resolve(module).resolve("README.md");
    String text = Files.readString(file);
    Matcher listed = LISTED.matcher(text);
    assertThat(listed.find()).as("a list of components in %s", file).isTrue();
    String now;
    try (Tweedie tweedie = Tweedie.load()) {
      List<ComponentType> types =
          Stream.of(kinds.split(" "))
              .flatMap(kind -> Kinds.of(kind).stream())
              .flatMap(kind -> tweedie.components().all(kind).stream())
              .toList();
      now = ComponentsMarkdown.render(tweedie.components(), types);
    }
    if (Boolean.getBoolean("tweedie.golden.update")) {
      Files.writeString(
          file,
          text.substring(0, listed.start())
              + listed.group(1)
              + now
              + "\n\n<!-- end -->"
              + text.substring(listed.end()));
      return;
    }
    assertThat(listed.group(2))
        .as("components in %s; write them with -Dtweedie.golden.update=true", file)
        .isEqualTo(now);
  }
}
