import { Validator } from '@cfworker/json-schema'
import { toErrorList, toErrorSchema, validationDataMerge, withIdRefPrefix, type CustomValidator, type ErrorTransformer, type FormContextType, type RJSFSchema, type RJSFValidationError, type StrictRJSFSchema, type UiSchema, type ValidationData, type ValidatorType, createErrorHandler, unwrapErrorHandler } from '@rjsf/utils'

/**
 * Checks data against a JSON schema for the form. The form's own validator makes functions of texts, which the content security policy forbids;
 * this one interprets the schema.
 */
export class SchemaCheck<T, S extends StrictRJSFSchema = RJSFSchema, F extends FormContextType = FormContextType> implements ValidatorType<T, S, F> {
  validateFormData(data: T | undefined, schema: S, custom?: CustomValidator<T, S, F>, transform?: ErrorTransformer<T, S, F>, ui?: UiSchema<T, S, F>): ValidationData<T> {
    const found = problems(data, schema)
    const errors = transform ? transform(found, ui) : found
    const validation: ValidationData<T> = { errors, errorSchema: toErrorSchema<T>(errors) }
    if (!custom) return validation
    const handled = unwrapErrorHandler<T>(custom(data, createErrorHandler<T>(data as T), ui))
    return validationDataMerge<T>(validation, handled)
  }

  isValid(schema: S, data: T | undefined, root: S): boolean {
    // What a part of the schema refers to is in the whole of it.
    const whole = { ...(withIdRefPrefix<S>(schema) as object), definitions: (root as RJSFSchema).definitions, $defs: (root as RJSFSchema).$defs }
    return problems(data, whole as unknown as S).length === 0
  }

  rawValidation<Result = unknown>(schema: S, data?: T) {
    return { errors: problems(data, schema) as Result[] }
  }

  toErrorList = toErrorList

  reset() {}
}

function problems(data: unknown, schema: object): RJSFValidationError[] {
  const { errors } = new Validator(schema as never, '2020-12', false).validate(data)
  return errors
    // That a member does not fit is said once more for what holds it.
    .filter(error => !['properties', 'items', 'allOf', 'anyOf', 'oneOf', '$ref', 'additionalProperties'].includes(error.keyword) || error.error.length === 0)
    .map(error => {
      const missing = error.keyword === 'required' ? /required property "([^"]+)"/.exec(error.error)?.[1] : undefined
      const path = error.instanceLocation.replace(/^#/, '').split('/').filter(part => part !== '').map(part => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
      const property = '.' + [...path, ...(missing ? [missing] : [])].join('.')
      const message = missing ? 'is missing' : error.error
      return { name: error.keyword, property, message, stack: `${property.slice(1) || 'The input'}: ${message}`, schemaPath: error.keywordLocation }
    })
}
