package org.tweedie.cli.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.tweedie.api.plugin.Kinds;

/** What the projects consist of; that they build and pass their tests is PluginIT's to show. */
class PluginTemplateTest {

  @ParameterizedTest
  @FieldSource("org.tweedie.cli.project.PluginTemplate#KINDS")
  void everyFileIsFilledIn(String kind) {
    assertThat(Kinds.of(kind)).isPresent();
    Map<String, String> files = new PluginTemplate("my-own", kind, "com.acme.own").files();
    assertThat(files).hasSize(8);
    files.forEach(
        (file, text) ->
            assertThat(text)
                .as(file)
                .isNotBlank()
                .doesNotContain("__", "${project.version}</tweedie", "${junit.version}</junit"));
    assertThat(
            files.get(
                "src/main/resources/META-INF/services/org.tweedie.api.plugin.DiffusionPlugin"))
        .isEqualTo("com.acme.own.MyOwnPlugin\n");
  }

  @ParameterizedTest
  @CsvSource({
    "acme-heun, sampler, AcmeHeunSampler",
    "my-sampler, sampler, MySampler",
    "sampler, sampler, SamplerSampler",
    "noise, schedule, MyNoiseSchedule",
    "denoiser, network, MyDenoiserNetwork",
    "x2-, data, X2DataSource"
  })
  void classesAreNamedAfterThePlugin(String name, String kind, String component) {
    assertThat(new PluginTemplate(name, kind, "a").component()).isEqualTo(component);
  }

  @Test
  void theExampleProjectHasTheTemplatesPom() throws IOException {
    String pom = new PluginTemplate("acme-diffusion", "sampler", "com.acme").files().get("pom.xml");
    assertThat(Files.readString(Path.of("src/it/acme-plugin/pom.xml")))
        .isEqualTo(pom.replace("acme-diffusion for Tweedie", "Acme's diffusion components"));
  }
}
