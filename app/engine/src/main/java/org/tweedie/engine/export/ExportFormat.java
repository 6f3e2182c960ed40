package org.tweedie.engine.export;

/** What a trained network is exported as. */
public enum ExportFormat {
  /** The weights alone, by name, as Python and others read them. */
  SAFETENSORS("model.safetensors"),
  /** A graph with a signature, as TensorFlow and its servers load it. */
  SAVEDMODEL("saved_model.pb"),
  /** A graph for any runtime of ONNX. */
  ONNX("model.onnx");

  private final String fileName;

  ExportFormat(String fileName) {
    this.fileName = fileName;
  }

  /** The name of the network's file. */
  String fileName() {
    return fileName;
  }
}
