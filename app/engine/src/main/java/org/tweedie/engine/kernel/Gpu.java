package org.tweedie.engine.kernel;

import com.google.protobuf.InvalidProtocolBufferException;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.KernelList;

/** What TensorFlow's native library was built for. Thread-safe. */
public final class Gpu {

  private static final boolean BUILT_FOR = hasKernels();

  private Gpu() {}

  /**
   * Whether it has kernels for GPUs, so that it may calculate on one; true as well where it does
   * not tell, so that nothing is done that holds for processors alone.
   */
  public static boolean isBuiltFor() {
    return BUILT_FOR;
  }

  private static boolean hasKernels() {
    try (TF_Status status = TF_Status.newStatus();
        TF_Buffer kernels = tensorflow.TF_GetRegisteredKernelsForOp("Conv2D", status)) {
      status.throwExceptionIfNotOK();
      return KernelList.parseFrom(kernels.dataAsByteBuffer()).getKernelList().stream()
          .anyMatch(kernel -> kernel.getDeviceType().equals("GPU"));
    } catch (RuntimeException | InvalidProtocolBufferException e) {
      return true;
    }
  }
}
