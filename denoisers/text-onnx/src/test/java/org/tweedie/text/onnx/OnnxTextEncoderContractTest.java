package org.tweedie.text.onnx;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.network.TextEncoder;
import org.tweedie.laws.contract.TextEncoderContract;

class OnnxTextEncoderContractTest extends TextEncoderContract {

  @TempDir private Path folder;

  @Override
  protected TextEncoder encoder() {
    new TinyEncoder(6).write(folder);
    return new OnnxTextEncoder(
        new OnnxTextEncoder.Options(
            folder.resolve("model.onnx").toString(),
            folder.resolve("tokenizer.json").toString(),
            ""));
  }
}
