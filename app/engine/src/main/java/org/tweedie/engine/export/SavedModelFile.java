package org.tweedie.engine.export;

import com.google.protobuf.ByteString;
import java.util.List;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tweedie.engine.tensor.FrozenNetwork;
import org.tweedie.engine.tensor.FrozenNetwork.Port;

/**
 * A network as TensorFlow's SavedModel. Its weights are constants of the graph, so one file is all
 * of it.
 */
final class SavedModelFile {

  private static final String SIGNATURE = "serving_default";
  private static final String METHOD = "tensorflow/serving/predict";
  private static final String TAG = "serve";

  private SavedModelFile() {}

  /** The bytes of saved_model.pb. */
  static ByteString file(FrozenNetwork network) {
    SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName(METHOD);
    for (Port port : network.inputs()) {
      signature.putInputs(port.name(), info(port));
    }
    for (Port port : network.outputs()) {
      signature.putOutputs(port.name(), info(port));
    }
    MetaGraphDef.MetaInfoDef.Builder info =
        MetaGraphDef.MetaInfoDef.newBuilder()
            .addAllTags(List.of(TAG))
            .setTensorflowVersion(TensorFlow.version());
    return SavedModel.newBuilder()
        .setSavedModelSchemaVersion(1)
        .addMetaGraphs(
            MetaGraphDef.newBuilder()
                .setMetaInfoDef(info)
                .setGraphDef(network.graph())
                .putSignatureDef(SIGNATURE, signature.build()))
        .build()
        .toByteString();
  }

  private static TensorInfo info(Port port) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : port.shape().asArray()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return TensorInfo.newBuilder()
        .setName(port.name() + ":0")
        .setDtype(port.type())
        .setTensorShape(shape)
        .build();
  }
}
