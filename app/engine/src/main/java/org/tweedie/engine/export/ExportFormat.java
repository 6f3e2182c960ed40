package org.tweedie.engine.export;

import org.tweedie.engine.interchange.DiffusersExport;

/** What a trained network is exported as. */
public enum ExportFormat {
  /** The weights alone, by name, as Python and others read them. */
  SAFETENSORS("model.safetensors"),
  /** A graph with a signature, as TensorFlow and its servers load it. */
  SAVEDMODEL("saved_model.pb"),
  /** A graph for any runtime of ONNX. */
  ONNX("model.onnx"),
  /** A model of Hugging Face's diffusers, for networks that it has. */
  DIFFUSERS(DiffusersExport.WEIGHTS);

  private final String fileName;

  ExportFormat(String fileName) {
    this.fileName = fileName;
  }

  /** Whether it holds a graph with the weights in it. */
  boolean isGraph() {
    return this == SAVEDMODEL || this == ONNX;
  }

  /** The name of the network's file. */
  String fileName() {
    return fileName;
  }
}
