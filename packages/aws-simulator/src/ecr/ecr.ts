import type { Api } from '../wire/operation.ts'
import { batchGetImage } from './batch-get-image.ts'
import { describeImages, listImages } from './describe-images.ts'
import { batchDeleteImage, putImage } from './put-image.ts'
import type { Registry } from './registry.ts'

/** Amazon ECR in memory, as far as change sources ask it. */
export const ecr = (registry: Registry): Api => ({
  targetPrefix: 'AmazonEC2ContainerRegistry_V20150921',
  signingName: 'ecr',
  operations: {
    BatchDeleteImage: batchDeleteImage(registry),
    BatchGetImage: batchGetImage(registry),
    DescribeImages: describeImages(registry),
    ListImages: listImages(registry),
    PutImage: putImage(registry),
  },
})
