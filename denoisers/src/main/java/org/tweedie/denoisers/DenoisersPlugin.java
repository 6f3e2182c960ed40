package org.tweedie.denoisers;

import com.google.auto.service.AutoService;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.denoisers.integer.IntegerNetwork;
import org.tweedie.denoisers.optimizer.Adam;
import org.tweedie.denoisers.optimizer.AdamW;
import org.tweedie.denoisers.optimizer.Lion;
import org.tweedie.denoisers.optimizer.Muon;
import org.tweedie.denoisers.optimizer.Sgd;
import org.tweedie.denoisers.training.ColourisingCondition;
import org.tweedie.denoisers.training.ConstantRate;
import org.tweedie.denoisers.training.CosineRate;
import org.tweedie.denoisers.training.ExponentialAverage;
import org.tweedie.denoisers.training.FlipAugmentation;
import org.tweedie.denoisers.training.InpaintingCondition;
import org.tweedie.denoisers.training.InverseSqrtRate;
import org.tweedie.denoisers.training.LinearRate;
import org.tweedie.denoisers.training.NoAugmentation;
import org.tweedie.denoisers.training.NoStopping;
import org.tweedie.denoisers.training.PatienceStopping;
import org.tweedie.denoisers.training.PowerFunctionAverage;
import org.tweedie.denoisers.training.ShiftAugmentation;
import org.tweedie.denoisers.training.UpscalingCondition;
import org.tweedie.denoisers.training.WarmupStableDecayRate;

/** The networks, preconditionings and objectives that come with Tweedie. */
@AutoService(DiffusionPlugin.class)
public final class DenoisersPlugin implements DiffusionPlugin {

  @Override
  public String name() {
    return "tweedie-denoisers";
  }

  @Override
  public void configure(Components components) {
    components.addDefault(Kinds.MODEL, "diffusion", DiffusionFamily.class);
    components.add(Kinds.MODEL, "vae", AutoencoderFamily.class);
    components.add(Kinds.MODEL, "hierarchical-vae", HierarchicalFamily.class);
    components.addDefault(Kinds.ENCODER, "mlp", MlpEncoder.class);
    components.add(Kinds.ENCODER, "conv", ConvEncoder.class);
    components.addDefault(Kinds.DECODER, "mlp", MlpDecoder.class);
    components.add(Kinds.DECODER, "conv", ConvDecoder.class);
    components.add(Kinds.LATENTS, "none", NoLatents.class);
    components.add(Kinds.LATENTS, "run", RunLatents.class);
    components.add(Kinds.LATENTS, "joint", JointLatents.class);
    components.addDefault(Kinds.NETWORK, "unet", UNet.class);
    components.network("mlp", MlpNetwork.class);
    components.network("vdm", VdmNetwork.class);
    components.network("edm2", Edm2Network.class);
    components.network("transformer", Transformer.class);
    components.network("linear", LinearNetwork.class);
    components.network("integer", IntegerNetwork.class);
    components.network("diffusers-unet", DiffusersUNet.class);
    components.add(Kinds.TEXT_ENCODER, "words", WordsEncoder.class);
    components.add(Kinds.TEXT_ENCODER, "bytes", BytesEncoder.class);
    components.addDefault(Kinds.PRECONDITIONING, "none", NoPreconditioning.class);
    components.preconditioning("edm", EdmPreconditioning.class);
    components.preconditioning("categorical", CategoricalPreconditioning.class);
    components.addDefault(Kinds.OBJECTIVE, "vlb", VlbObjective.class);
    components.objective("simple", SimpleObjective.class);
    components.objective("min-snr", MinSnrObjective.class);
    components.objective("p2", P2Objective.class);
    components.objective("edm", EdmObjective.class);
    components.objective("sigmoid-weighted", SigmoidWeightedObjective.class);
    components.objective("flow-matching", FlowMatchingObjective.class);
    components.objective("progressive-distillation", ProgressiveDistillationObjective.class);
    components.objective("consistency-distillation", ConsistencyDistillationObjective.class);
    components.objective("consistency-training", ConsistencyTrainingObjective.class);
    components.suggest(
        "distill", Kinds.OBJECTIVE, "progressive-distillation", "consistency-distillation");
    components.times("uniform", UniformTimes.class);
    components.addDefault(Kinds.TIMES, "low-discrepancy", LowDiscrepancyTimes.class);
    components.times("importance", ImportanceTimes.class);
    components.times("log-normal", LogNormalTimes.class);
    components.times("logit-normal", LogitNormalTimes.class);
    components.addDefault(Kinds.OPTIMIZER, "adamw", AdamW.class);
    components.add(Kinds.OPTIMIZER, "adam", Adam.class);
    components.add(Kinds.OPTIMIZER, "lion", Lion.class);
    components.add(Kinds.OPTIMIZER, "muon", Muon.class);
    components.add(Kinds.OPTIMIZER, "sgd", Sgd.class);
    components.addDefault(Kinds.LEARNING_RATE, "constant", ConstantRate.class);
    components.add(Kinds.LEARNING_RATE, "cosine", CosineRate.class);
    components.add(Kinds.LEARNING_RATE, "linear", LinearRate.class);
    components.add(Kinds.LEARNING_RATE, "inverse-sqrt", InverseSqrtRate.class);
    components.add(Kinds.LEARNING_RATE, "warmup-stable-decay", WarmupStableDecayRate.class);
    components.add(Kinds.IMAGE_CONDITION, "upscaling", UpscalingCondition.class);
    components.add(Kinds.IMAGE_CONDITION, "colourising", ColourisingCondition.class);
    components.add(Kinds.IMAGE_CONDITION, "inpainting", InpaintingCondition.class);
    components.addDefault(Kinds.AUGMENTATION, "none", NoAugmentation.class);
    components.add(Kinds.AUGMENTATION, "flip", FlipAugmentation.class);
    components.add(Kinds.AUGMENTATION, "shift", ShiftAugmentation.class);
    components.addDefault(Kinds.STOPPING, "none", NoStopping.class);
    components.add(Kinds.STOPPING, "patience", PatienceStopping.class);
    components.addDefault(Kinds.AVERAGES, "exponential", ExponentialAverage.class);
    components.add(Kinds.AVERAGES, "power", PowerFunctionAverage.class);
    components.objective("hybrid", HybridObjective.class);
    components.objective("score-matching", ScoreMatchingObjective.class);
    components.objective("consistency-elbo", ConsistencyElboObjective.class);
  }
}
