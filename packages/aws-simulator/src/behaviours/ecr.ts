import type { Behaviour } from '@sallyport/simulation'

/** See `behaviour.ts`. */
export const ecrBehaviours = [
  {
    id: 'ecr-repository-missing',
    statement: 'A repository nobody made is `RepositoryNotFoundException`',
    evidence: 'documented',
    source: 'ECR API reference, Errors of each operation',
  },
  {
    id: 'ecr-invalid-parameter',
    statement: 'A member beyond its limits is `InvalidParameterException`',
    evidence: 'assumed',
    source: 'the exception is documented; nobody says which limits have it',
  },
  {
    id: 'ecr-digest',
    statement: 'An image is named by the SHA-256 of its manifest’s bytes, which are kept to the letter',
    evidence: 'documented',
    source: 'OCI image specification, descriptor, Digests',
  },
  {
    id: 'ecr-describe',
    statement: 'DescribeImages answers images by tag or digest, with all their tags and both media types',
    evidence: 'documented',
    source: 'ECR API reference, ImageDetail',
  },
  {
    id: 'ecr-describe-missing',
    statement: 'One image that is not there fails the whole of DescribeImages: `ImageNotFoundException`',
    evidence: 'documented',
    source: 'ECR API reference, DescribeImages, Errors; that the others are then not told is assumed',
  },
  {
    id: 'ecr-pages',
    statement: 'DescribeImages and ListImages answer pages of 100, or of `maxResults`, at most 1,000',
    evidence: 'documented',
    source: 'ECR API reference, DescribeImages, maxResults',
  },
  {
    id: 'ecr-pages-of-ids',
    statement: '`maxResults` and `nextToken` beside `imageIds` are `InvalidParameterException`',
    evidence: 'assumed',
    source: 'ECR API reference says they cannot go together, not how it is refused',
  },
  {
    id: 'ecr-tag-status',
    statement: 'A filter keeps images with tags, without, or all, which is the default',
    evidence: 'documented',
    source: 'ECR API reference, DescribeImagesFilter and ListImagesFilter',
  },
  {
    id: 'ecr-list',
    statement: 'ListImages answers one identifier for each tag, and one for each image without a tag',
    evidence: 'documented',
    source: 'ECR user guide, Viewing image details, its examples',
  },
  {
    id: 'ecr-order',
    statement: 'Images are listed in the order of their first push',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'ecr-pushed-at',
    statement: '`imagePushedAt` is of the first push, and stays when the image gets another tag',
    evidence: 'reported',
    source: 'aws/containers-roadmap#214 and #2746',
  },
  {
    id: 'ecr-batch-failures',
    statement: 'What BatchGetImage does not find is one of `failures`, beside the images that it does',
    evidence: 'documented',
    source: 'ECR API reference, BatchGetImage and ImageFailure',
  },
  {
    id: 'ecr-accepted-media-types',
    statement: 'A manifest of a kind that is not accepted is the failure `ImageNotFound`',
    evidence: 'assumed',
    source: 'nobody says; ECR may also convert a manifest to a kind that is',
  },
  {
    id: 'ecr-put',
    statement: 'PutImage stores a manifest and gives it a tag, which leaves the image that had it',
    evidence: 'documented',
    source: 'ECR API reference, PutImage; ECR user guide, Retagging an image',
  },
  {
    id: 'ecr-put-again',
    statement: 'The same manifest under the same tag is `ImageAlreadyExistsException`',
    evidence: 'documented',
    source: 'ECR API reference, PutImage, Errors',
  },
  {
    id: 'ecr-put-immutable',
    statement: 'A tag moves in an immutable repository to nowhere: `ImageTagAlreadyExistsException`',
    evidence: 'documented',
    source: 'ECR API reference, PutImage, Errors',
  },
  {
    id: 'ecr-put-wrong',
    statement: 'A wrong digest, a manifest of no kind, and an index before its images are refused',
    evidence: 'documented',
    source: 'ECR API reference, PutImage, Errors; the exception for what is no JSON is assumed',
  },
  {
    id: 'ecr-put-layers',
    statement: 'PutImage does not look for the layers of a manifest',
    evidence: 'assumed',
    source: 'simpler than AWS, which has `LayersNotFoundException`',
  },
  {
    id: 'ecr-delete',
    statement: 'BatchDeleteImage removes a tag, with the last one the image, or by its digest the image',
    evidence: 'documented',
    source: 'ECR API reference, BatchDeleteImage',
  },
  {
    id: 'ecr-delete-referenced',
    statement: 'An image in an index that is there is not deleted: `ImageReferencedByManifestList`',
    evidence: 'documented',
    source: 'ECR API reference, ImageFailure; nobody says when',
  },
  {
    id: 'ecr-event',
    statement: 'A push and a deletion are `ECR Image Action`, in whole seconds, and `resources` is empty',
    evidence: 'documented',
    source: 'ECR user guide, Amazon ECR events and EventBridge',
  },
  {
    id: 'ecr-event-multi-platform',
    statement: 'An image of several platforms is one event for each, without a tag, and one of the index',
    evidence: 'assumed',
    source: 'nobody says; each of them is a PutImage',
  },
  {
    id: 'ecr-event-deleted',
    statement: 'An image that is deleted by its digest is one event for each of its tags, or one without',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'ecr-event-referrer',
    statement: 'What is about another image, by its `subject`, is `ECR Referrer Action` in the same shape',
    evidence: 'assumed',
    source: 'the detail type is documented, its detail is not',
  },
] as const satisfies readonly Behaviour[]
