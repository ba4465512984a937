export { requiredFieldsOf as requiredOf, targetsOf as fieldsOf } from '@curio/contracts/fields';
