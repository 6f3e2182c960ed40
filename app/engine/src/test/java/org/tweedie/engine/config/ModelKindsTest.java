package org.tweedie.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Problems;

/** A model has components of some kinds and none of others. */
class ModelKindsTest {

  private static final Registry BUILT_IN = new PluginLoader().load(List.of()).registry();

  private static RunConfig read(String yaml, String... overrides) {
    return ConfigReader.read("run.yaml", yaml, List.of(overrides), BUILT_IN);
  }

  @Test
  void aModelWithLatentsHasNoPartsOfADiffusion() {
    RunConfig config = read("{data: digits, model: {type: vae, latent: 8}}");
    assertThat(config.components(Kinds.SAMPLER)).isEmpty();
    assertThat(config.components(Kinds.SCHEDULE)).isEmpty();
    assertThat(config.components(Kinds.GUIDANCE)).isEmpty();
    assertThat(config.component(Kinds.ENCODER).reference()).isEqualTo("mlp");
    assertThat(read(config.toYaml())).isEqualTo(config);
  }

  @Test
  void aDiffusionHasNoEncoder() {
    RunConfig config = read("data: digits");
    assertThat(config.component(Kinds.MODEL).reference()).isEqualTo("diffusion");
    assertThat(config.components(Kinds.ENCODER)).isEmpty();
    assertThat(config.components(Kinds.SAMPLER)).isNotEmpty();
  }

  @Test
  void restrictionsBringThePartsOfADiffusionBack() {
    RunConfig config =
        read(
            "{data: digits, model: {type: hierarchical-vae, latent: data, encoder: linear-gaussian, share-decoder: true, predict: noise}}");
    assertThat(config.components(Kinds.SCHEDULE)).isNotEmpty();
    assertThat(config.components(Kinds.NETWORK)).isNotEmpty();
    assertThat(config.components(Kinds.ENCODER)).isEmpty();
    assertThat(config.components(Kinds.SAMPLER)).isEmpty();
  }

  @Test
  void whatTheModelDoesNotHaveIsRefusedInWords() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    data: digits
                    model: vae
                    sampler: {type: ddim, steps: 5}
                    schedule: cosine
                    encoder: []
                    """))
        .isInstanceOfSatisfying(
            ConfigException.class,
            refused ->
                Golden.check("unused-components", Problems.render("run.yaml", refused.problems())));
    assertThatThrownBy(() -> read("data: digits\ndecoder: conv\n"))
        .isInstanceOfSatisfying(
            ConfigException.class,
            refused ->
                Golden.check("unused-decoder", Problems.render("run.yaml", refused.problems())));
  }

  @Test
  void optionsOfAModelThatDoNotGoTogetherAreRefusedInWords() {
    for (String options :
        List.of(
            "latent: wide",
            "latent: 8, encoder: linear-gaussian",
            "latent: data, predict: noise",
            "latent: data, encoder: linear-gaussian, samples: 5",
            "terms: consistency")) {
      assertThatThrownBy(
              () -> read("{data: digits, model: {type: hierarchical-vae, " + options + "}}"))
          .as(options)
          .isInstanceOfSatisfying(
              ConfigException.class,
              refused -> {
                assertThat(refused.problems()).hasSize(1);
                assertThat(refused.problems().get(0).path()).isEqualTo("model");
              });
    }
  }

  /** As a component whose type changes drops the options of the other type. */
  @Test
  void anotherModelDropsWhatLayersBelowSayOfPartsThatItDoesNotHave() {
    RunConfig diffusion = read("{data: digits, sampler: {type: ddim, steps: 5}, network: mlp}");
    RunConfig vae = diffusion.with("model", "vae");
    assertThat(vae.components(Kinds.SAMPLER)).isEmpty();
    assertThat(vae.with("model", "diffusion").component(Kinds.SAMPLER)).isNotNull();
    assertThat(read("{data: digits, sampler: ddim}", "model=vae").components(Kinds.SAMPLER))
        .isEmpty();
    assertThatThrownBy(() -> read("data: digits", "model=vae", "sampler=ddim"))
        .isInstanceOf(ConfigException.class);
  }
}
