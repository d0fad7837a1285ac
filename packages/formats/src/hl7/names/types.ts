/** Data types with components, written like segments.ts. `CM_…` are the composites that 2.1 to 2.3 defined field by field. */
export const TYPES = `
AD|2.1|Address|Street Address:ST|Other Designation:ST|City:ST|State or Province:ST|Zip or Postal Code:ID 2.3ST|Country:ID|Address Type:2.2ID|Other Geographic Designation:2.2ST
AUI|2.3.1|Authorization information|Authorization Number:ST|Date:TS 2.4DT|Source:ST
CCD|2.3.1|Charge code and date|Invocation Event:ID|Date/time:TS 2.6DTM
CCP|2.3.1|Channel calibration parameters|Channel Calibration Sensitivity Correction Factor:NM|Channel Calibration Baseline:NM|Channel Calibration Time Skew:NM
CD|2.3|Channel definition|Channel Identifier:CM_WVI 2.3.1WVI|Waveform Source:CM_ELECTRODE 2.3.1WVS|Channel Sensitivity and Units:CM_CSU 2.3.1CSU|Channel Calibration Parameters:CM_CP 2.3.1CCP|Channel Sampling Frequency:NM|Minimum and Maximum Data Values:CM_MDV 2.3.1NR
CE|2.1|Coded Element|Identifier:ID 2.3.1ST|Text:ST|Name of Coding System:ST 2.4IS 2.5ID|Alternate Identifier:ST 2.3ID 2.3.1ST|Alternate Text:ST|Name of Alternate Coding System:ST 2.4IS 2.5ID
CF|2.3|Coded element with formatted values|Identifier:ID 2.3.1ST 2.4ID 2.5ST|Formatted Text:FT|Name of Coding System:ST 2.4IS 2.5ID|Alternate Identifier:ID 2.3.1ST 2.4ID 2.5ST|Alternate Formatted Text:FT|Name of Alternate Coding System:ST 2.4IS 2.5ID|Coding System Version ID:2.7ST|Alternate Coding System Version ID:2.7ST|Original Text:2.7ST|Second Alternate Identifier:2.7ST|Second Alternate Formatted Text:2.7FT|Name of Second Alternate Coding System:2.7ID|Second Alternate Coding System Version ID:2.7ST|Coding System OID:2.7ST|Value Set OID:2.7ST|Value Set Version ID:2.7DTM|Alternate Coding System OID:2.7ST|Alternate Value Set OID:2.7ST|Alternate Value Set Version ID:2.7DTM|Second Alternate Coding System OID:2.7ST|Second Alternate Value Set OID:2.7ST|Second Alternate Value Set Version ID:2.7DTM
CK|2.1|Composite ID with Check Digit|ID Number Nm:NM|Check Digit Nm:NM 2.3ST 2.3.1NM|Code Identifying the Check Digit Scheme Employed:ID|Assigning Authority:2.2ST 2.3HD
CK_ACCOUNT_NO|2.2|CK_ACCOUNT_NO|Account Number:NM|Check Digit:NM|Check Digit Scheme:ID|Facility ID:ID
CM_ABS_RANGE|2.2|CM_ABS_RANGE|Range:CM_RANGE_SIMPLE|Numeric Change:NM|Percent per Change:NM|Days:NM
CM_AUI|2.2|CM_AUI|Authorization Number:ST|Date:DT 2.3TS|Source:ST
CM_BATCH_TOTAL|2.2|CM_BATCH_TOTAL|Cm Batch Total 1:NM|Cm Batch Total 2:NM
CM_CCD|2.2|CM_CCD|When to Charge Code:ID|Date Time:TS
CM_CP|2.3|CM_CP|Sensitivity Correction Factor:NM|Baseline:NM
CM_CSU|2.3|CM_CSU|Sensitivity:NM|Units Identifier:ID|Units Text:ST|Units Name of Coding System:ST|Units Alternate Identifier:ID|Units Alternate Text:ST|Units Name of Alternate Coding System:ST
CM_DDI|2.2|CM_DDI|Delay Days:ST 2.3NM|Amount:NM|Number of Days:NM
CM_DIN|2.2|CM_DIN|Date:TS|Institution Name:CE
CM_DLD|2.2|CM_DLD|Discharge Location:ID|Effective Date:TS
CM_DLT|2.2|CM_DLT|Range:CM_RANGE_SIMPLE|Numeric Threshold:NM|Change:ST|Length of Time Days:NM
CM_DTN|2.2|CM_DTN|Day Type:ID 2.3IS|Number of Days:NM
CM_EIP|2.2|CM_EIP|Parent S Placer Order Number:ST 2.3EI|Parent S Filler Order Number:ST 2.3EI
CM_ELD|2.2|CM_ELD|Segment ID:ST|Sequence:NM|Field Position:NM|Code Identifying Error:CE
CM_ELECTRODE|2.3|CM_ELECTRODE|Source Name 1:ST|Source Name 2:ST
CM_FILLER|2.2|CM_FILLER|Unique Filler ID:ID|Filler Application ID:ID
CM_FINANCE|2.2|CM_FINANCE|Financial Class ID:ID|Effective Date:TS
CM_GROUP_ID|2.2|CM_GROUP_ID|Unique Group ID:ID|Placer Application ID:ID
CM_INTERNAL_LOCATION|2.2|CM_INTERNAL_LOCATION|Nurse Unit Station:ID|Room:ID|Bed:ID|Facility ID:ID|Bed Status:ID|Etage:ID|Klinik:ID|Zentrum:ID
CM_JOB_CODE|2.2|CM_JOB_CODE|Job Code:ID|Employee Classification:ID
CM_LA1|2.2|CM_LA1|Point of Care St:CM_INTERNAL_LOCATION 2.3ST|Room:AD 2.3IS|Bed:2.3IS|Facility Hd:2.3HD|Location Status:2.3IS|Person Location Type:2.3IS|Building:2.3IS|Floor:2.3ST|Street Address:2.3ST|Other Designation:2.3ST|City:2.3ST|State or Province:2.3ST|Zip or Postal Code:2.3ST|Country:2.3ID|Address Type:2.3ID|Other Geographic Designation:2.3ST
CM_LICENSE_NO|2.2|CM_LICENSE_NO|License Number:ST|Issuing State Province Country:ST
CM_MDV|2.3|CM_MDV|Minimum Value:NM|Maximum Value:NM
CM_MOC|2.2|CM_MOC|Dollar Amount:ST 2.3MO|Charge Code:ST 2.3CE
CM_MSG|2.1|CM_MSG|Message Type:ID|Trigger Event:ID
CM_NDL|2.2|CM_NDL|Name:CN 2.3CN_SIMPLE|Start Date Time:TS|End Date Time:TS|Point of Care Is:CM_INTERNAL_LOCATION 2.3IS|Room:2.3IS|Bed:2.3IS|Facility Hd:2.3HD|Location Status:2.3IS|Person Location Type:2.3IS|Building:2.3IS|Floor:2.3ST
CM_OCD|2.2|CM_OCD|Occurrence Code:ID 2.3CE|Occurrence Date:DT
CM_OS|2.3|CM_OS|Sequence Results Flag:ID|Placer Order Number Entity Identifier:ST|Placer Order Number Namespace ID:IS|Filler Order Number Entity Identifier:ST|Filler Order Number Namespace ID:IS|Sequence Condition Value:ST|Maximum Number of Repeats:NM|Placer Order Number Universal ID:ST|Placer Order Number Universal ID Type:ID|Filler Order Number Universal ID:ST|Filler Order Number Universal ID Type:ID
CM_OSP|2.2|CM_OSP|Occurrence Span Code:ID 2.3CE|Occurrence Span Start Date:DT|Occurrence Span Stop Date:DT
CM_PARENT_RESULT|2.2|CM_PARENT_RESULT|Observation Identifier Obx 3 of Parent Result:CE|Sub ID Obx 4 of Parent Result:ST|Result Obx 5 of Parent Result:CE
CM_PAT_ID|2.2|CM_PAT_ID|Patient ID:ST|Check Digit:NM|Check Digit Scheme:ID|Facility ID:ID|Type:ID
CM_PAT_ID_0192|2.2|CM_PAT_ID_0192|Patient ID:ST|Check Digit:NM|Check Digit Scheme:ID|Facility ID:ID|Type:ID
CM_PCF|2.2|CM_PCF|Pre Certification Patient Type:ID 2.3IS|Pre Certification Required:ID|Pre Certification Windwow:TS
CM_PEN|2.2|CM_PEN|Penalty Type:ID 2.3IS|Penalty Amount:NM
CM_PI|2.3|CM_PI|ID Number St:ST|Type of ID Number Is:IS|Other Qualifying Info:ST
CM_PIP|2.2|CM_PIP|Privilege:CE|Privilege Class:CE|Expiration Date:DT|Activation Date:DT
CM_PLACER|2.2|CM_PLACER|Unique Placer ID:ID|Placer Application:ID
CM_PLN|2.2|CM_PLN|ID Number:ST|Type of ID Number Is:ID 2.3IS|State Other Qualifying Info:ST|Expiration Date:2.3DT
CM_POSITION|2.2|CM_POSITION|Saal:ST|Tisch:ST|Stuhl:ST
CM_PRACTITIONER|2.2|CM_PRACTITIONER|Procedure Practitioner ID:CN|Procedure Practitioner Type:ID
CM_PRL|2.3|CM_PRL|Obx 3 Observation Identifier of Parent Result:CE|Obx 4 Sub ID of Parent Result:ST|Part of Obx 5 Observation Result from Parent:TX
CM_PTA|2.2|CM_PTA|Policy Type:ID 2.3IS|Amount Class:ID 2.3IS|Amount:NM
CM_RANGE|2.2|CM_RANGE|Low Value:CE|High Value:CE
CM_RANGE_SIMPLE|2.2|CM_RANGE_SIMPLE|Low Value:ST|High Value:ST
CM_RFR|2.2|CM_RFR|Reference Range:CE 2.3CM_RANGE_SIMPLE|Sex:ID 2.3IS|Age Range:CE 2.3CM_RANGE_SIMPLE|Age Gestation:CE 2.3CM_RANGE_SIMPLE|Species:ST 2.3TX|Race Subspecies:ID 2.3ST|Conditions:ST 2.3TX
CM_RMC|2.2|CM_RMC|Room Type:ID 2.3IS|Amount Type:ID 2.3IS|Coverage Amount:NM
CM_SPD|2.2|CM_SPD|Specialty Name:ST|Governing Board:ST|Eligible or Certified:ID|Date of Certification:DT
CM_SPS|2.2|CM_SPS|Specimen Source Name or Code:CE|Additives:TX|Freetext:TX|Body Site:CE|Site Modifier:CE|Collection Modifier Method Code:2.3CE
CM_UVC|2.2|CM_UVC|Value Code:ID 2.3IS|Value Amount:NM
CM_VR|2.2|CM_VR|First Data Code Value:ST|Last Data Code Calue:ST
CM_WVI|2.3|CM_WVI|Channel Number:NM|Channel Name:ST
CN|2.1|Composite ID Number and Name|ID Number St:ID 2.3ST|Family Name:ST 2.4FN|Given Name:ST|Second and Further Given Names or Initials Thereof:ST|Suffix E G Jr or Iii:ST|Prefix E G Dr:2.2ST|Degree E G Md:2.2ST 2.3.1IS|Source Table:2.2ID 2.3.1IS|Assigning Authority:2.3HD
CNE|2.3.1|Coded with no exceptions|Identifier:ST|Text:ST|Name of Coding System:ST 2.4IS 2.5ID|Alternate Identifier:ST|Alternate Text:ST|Name of Alternate Coding System:ST 2.4IS 2.5ID|Coding System Version ID:ST|Alternate Coding System Version ID:ST|Original Text:ST|Second Alternate Identifier:2.7ST|Second Alternate Text:2.7ST|Name of Second Alternate Coding System:2.7ID|Second Alternate Coding System Version ID:2.7ST|Coding System OID:2.7ST|Value Set OID:2.7ST|Value Set Version ID:2.7DTM|Alternate Coding System OID:2.7ST|Alternate Value Set OID:2.7ST|Alternate Value Set Version ID:2.7DTM|Second Alternate Coding System OID:2.7ST|Second Alternate Value Set OID:2.7ST|Second Alternate Value Set Version ID:2.7DTM
CNN|2.3.1|Composite ID number and name simplified|ID Number:ST|Family Name:ST|Given Name:ST|Second and Further Given Names or Initials Thereof:ST|Suffix:ST|Prefix:ST|Degree:IS|Source Table:IS|Assigning Authority - Namespace ID:IS|Assigning Authority - Universal ID:ST|Assigning Authority - Universal ID Type:ID
CNS|2.3.1|CNS|ID Number St:ST|Family Name:ST|Given Name:ST|Second and Further Given Names or Initials Thereof:ST|Suffix E G Jr or Iii:ST|Prefix E G Dr:ST|Degree E G Md:IS|Source Table:IS|Assigning Authority Namespace ID:IS|Assigning Authority Universal ID:ST|Assigning Authority Universal ID Type:ID
CN_SIMPLE|2.3|CN_SIMPLE|ID Number St:ST|Family Name:ST|Given Name:ST|Middle Initial or Name:ST|Suffix E G Jr or Iii:ST|Prefix E G Dr:ST|Degree E G Md:ST|Source Table:ID|Assigning Authority:ST
CP|2.3|Composite price|Price:MO|Price Type:ID|From Value:NM|To Value:NM|Range Units:CE 2.6CWE|Range Type:ID
CQ|2.1|Composite quantity with units|Quantity:ST 2.3NM|Units:ST 2.3CE 2.6CWE
CQ_SIMPLE|2.3|CQ_SIMPLE|Quantity:NM|Units:ST
CSU|2.3.1|Channel sensitivity and units|Channel Sensitivity:NM|Unit of Measure Identifier:ST|Unit of Measure Description:ST|Unit of Measure Coding System:IS 2.5ID|Alternate Unit of Measure Identifier:ST|Alternate Unit of Measure Description:ST|Alternate Unit of Measure Coding System:IS 2.5ID|Unit of Measure Coding System Version ID:2.7ST|Alternate Unit of Measure Coding System Version ID:2.7ST|Original Text:2.7ST|Second Alternate Unit of Measure Identifier:2.7ST|Second Alternate Unit of Measure Text:2.7ST|Name of Second Alternate Unit of Measure Coding System:2.7ID|Second Alternate Unit of Measure Coding System Version ID:2.7ST|Unit of Measure Coding System OID:2.7ST|Unit of Measure Value Set OID:2.7ST|Unit of Measure Value Set Version ID:2.7DTM|Alternate Unit of Measure Coding System OID:2.7ST|Alternate Unit of Measure Value Set OID:2.7ST|Alternate Unit of Measure Value Set Version ID:2.7DTM|Alternate Unit of Measure Coding System OID:2.7ST|Alternate Unit of Measure Value Set OID:2.7ST|Alternate Unit of Measure Value Set Version ID:2.7ST
CWE|2.3.1|Coded with exceptions|Identifier:ST|Text:ST|Name of Coding System:ST 2.4IS 2.5ID|Alternate Identifier:ST|Alternate Text:ST|Name of Alternate Coding System:ST 2.4IS 2.5ID|Coding System Version ID:ST|Alternate Coding System Version ID:ST|Original Text:ST|Second Alternate Identifier:2.7ST|Second Alternate Text:2.7ST|Name of Second Alternate Coding System:2.7ID|Second Alternate Coding System Version ID:2.7ST|Coding System OID:2.7ST|Value Set OID:2.7ST|Value Set Version ID:2.7DTM|Alternate Coding System OID:2.7ST|Alternate Value Set OID:2.7ST|Alternate Value Set Version ID:2.7DTM|Second Alternate Coding System OID:2.7ST|Second Alternate Value Set OID:2.7ST|Second Alternate Value Set Version ID:2.7DTM
CX|2.3|Extended composite ID with check digit|ID Number:ST|Identifier Check Digit:ST 2.3.1NM 2.4ST|Check Digit Scheme:ID|Assigning Authority:HD|Identifier Type Code:IS 2.4ID|Assigning Facility:HD|Effective Date:2.4DT|Expiration Date:2.4DT|Assigning Jurisdiction:2.5CWE|Assigning Agency or Department:2.5CWE|Security Check:2.7ST|Security Check Scheme:2.7ID
DDI|2.3.1|Daily deductible information|Delay Days:NM|Monetary Amount:NM 2.5MO|Number of Days:NM
DIN|2.3.1|Date and institution name|Date:TS 2.6DTM|Institution Name:CE 2.6CWE
DLD|2.3.1|Discharge to location and date|Discharge to Location:IS 2.4ID 2.5IS 2.6CWE|Effective Date:TS 2.6DTM
DLN|2.3|Driver's license number|Driver's License Number:ST|Issuing State, Province, Country:IS 2.7CWE|Expiration Date:DT
DLT|2.3.1|Delta|Normal Range:NR|Numeric Threshold:NM|Change Computation:ST 2.5ID|Days Retained:NM
DR|2.3|Date/time range|Range Start Date/Time:TS 2.6DTM|Range End Date/Time:TS 2.6DTM
DR_SIMPLE|2.4|DR_SIMPLE|Range Start Date Time:ST|Range End Date Time:ST
DTN|2.3.1|Day type and number|Day Type:IS 2.7CWE|Number of Days:NM
ED|2.3|Encapsulated data|Source Application:HD|Type of Data:ID|Data Subtype:ID|Encoding:ID|Data:ST 2.5TX
EI|2.3|Entity identifier|Entity Identifier:ST|Namespace ID:IS|Universal ID:ST|Universal ID Type:ID
EIP|2.3.1|Entity identifier pair|Placer Assigned Identifier:EI|Filler Assigned Identifier:EI
ELD|2.3.1|ELD|Segment ID:ST|Segment Sequence:NM|Field Position:NM|Code Identifying Error:CE 2.6CWE
ERL|2.5|Message location|Segment ID:ST|Segment Sequence:NM|Field Position:NM|Field Repetition:NM|Component Number:NM|Sub-Component Number:NM
FC|2.3|Financial class|Financial Class Code:IS 2.7CWE|Effective Date:TS 2.6DTM
FN|2.3.1|Family name|Surname:ST|Own Surname Prefix:ST|Own Surname:2.4ST|Surname Prefix from Partner/Spouse:2.4ST|Surname from Partner/Spouse:2.4ST
HD|2.3|Hierarchic designator|Namespace ID:IS|Universal ID:ST|Universal ID Type:ID
ICD|2.5|Insurance certification definition|Certification Patient Type:IS 2.7CWE|Certification Required:ID|Date/Time Certification Required:TS 2.6DTM
JCC|2.3|Job code/class|Job Code:IS 2.7CWE|Job Class:IS 2.7CWE|Job Description Text:2.5TX
LA1|2.3.1|LA1|Point of Care:IS|Room:IS|Bed:IS|Facility:HD|Location Status:IS|Patient Location Type:IS|Building:IS|Floor:IS|Address:AD
LA2|2.3.1|LA2|Point of Care:IS|Room:IS|Bed:IS|Facility:HD|Location Status:IS|Patient Location Type:IS|Building:IS|Floor:IS|Street Address:ST|Other Designation:ST|City:ST|State or Province:ST|Zip or Postal Code:ST|Country:ID|Address Type:ID|Other Geographic Designation:ST
MA|2.3|Multiplexed array|Sample Y From Channel 1:NM|Sample Y From Channel 2:NM|Sample Y From Channel 3:NM|Sample Y From Channel 4:NM|Sample 2 from Channel N:NM|Sample N from Channel N:NM
MO|2.3|Money|Quantity:NM|Denomination:ID
MOC|2.3.1|Money and charge code|Monetary Amount:MO|Charge Code:CE 2.6CWE
MOP|2.3.1|Money or percentage|Money or Percentage Indicator:IS 2.5ID|Money or Percentage Quantity:NM|Monetary Denomination:2.5ID
MSG|2.3.1|Message type|Message Code:ID|Trigger Event:ID|Message Structure:ID
NA|2.3|Numeric array|Value1:NM|Value2:NM|Value3:NM|Value4:NM
NDL|2.3.1|Name with date and location|Name:CNN|Start Date/Time:TS 2.6DTM|End Date/Time:TS 2.6DTM|Point of Care:IS|Room:IS|Bed:IS|Facility:HD|Location Status:IS|Patient Location Type:IS|Building:IS|Floor:IS
NR|2.3.1|Numeric range|Low Value:NM|High Value:NM
OCD|2.3.1|Occurrence code and date|Occurrence Code:ID 2.4IS 2.5CNE|Occurrence Date:DT
OSD|2.3.1|OSD|Sequence Results Flag:ID|Placer Order Number Entity Identifier:ST|Placer Order Number Namespace ID:IS|Filler Order Number Entity Identifier:ST|Filler Order Number Namespace ID:IS|Sequence Condition Value:ST|Maximum Number of Repeats:NM|Placer Order Number Universal ID:ST|Placer Order Number Universal ID Type:ID|Filler Order Number Universal ID:ST|Filler Order Number Universal ID Type:ID
OSP|2.3.1|Occurrence span code and date|Occurrence Span Code:CE 2.5CNE|Occurrence Span Start Date:DT|Occurrence Span Stop Date:DT
PCF|2.3.1|PCF|Pre Certification Patient Type:IS|Pre Certification Required:ID|Pre Certification Window:TS
PI|2.3.1|PI|ID Number St:ST|Type of ID Number Is:IS|Other Qualifying Info:ST
PIP|2.3.1|Practitioner institutional privileges|Privilege:CE 2.6CWE|Privilege Class:CE 2.6CWE|Expiration Date:DT|Activation Date:DT|Facility:EI
PL|2.3|Person location|Point of Care:ID 2.3.1IS 2.7HD|Room:IS 2.7HD|Bed:IS 2.7HD|Facility:HD|Location Status:IS|Person Location Type:IS|Building:IS 2.7HD|Floor:ST 2.3.1IS 2.7HD|Location Description:ST|Comprehensive Location Identifier:2.5EI|Assigning Authority for Location:2.5HD
PLN|2.3.1|Practitioner license or other Id number|ID Number:ST|Type of ID Number:IS 2.7CWE|State/other Qualifying Information:ST|Expiration Date:DT
PN|2.1|Person Name|Family Name:ST 2.3.1FN|Given Name:ST|Second and Further Given Names or Initials Thereof:ST|Suffix E G Jr or Iii:ST|Prefix E G Dr:ST|Degree E G Md:ST 2.3.1IS
PPN|2.3|Performing person time stamp|Person Identifier:ST|Family Name:ST 2.3.1FN|Given Name:ST|Second and Further Given Names or Initials Thereof:ST|Suffix:ST|Prefix:ST|Degree:ST 2.3.1IS 2.7-|Source Table:ID 2.3.1IS 2.7CWE|Assigning Authority:HD|Name Type Code:ID|Identifier Check Digit:ST|Check Digit Scheme:ID|Identifier Type Code:IS 2.5ID|Assigning Facility:HD|Date/Time Action Performed:TS 2.6DTM|Name Representation Code:2.3.1ID|Name Context:2.4CE 2.6CWE|Name Validity Range:2.4DR_SIMPLE 2.6DR 2.7-|Name Assembly Order:2.4ID|Effective Date:2.5TS 2.6DTM|Expiration Date:2.5TS 2.6DTM|Professional Suffix:2.5ST|Assigning Jurisdiction:2.5CWE|Assigning Agency or Department:2.5CWE|Security Check:2.7ST|Security Check Scheme:2.7ID
PRL|2.3.1|Parent result link|Parent Observation Identifier:CE 2.6CWE|Parent Observation Sub-identifier:ST|Parent Observation Value Descriptor:TX
PT|2.3|Processing type|Processing ID:ST 2.3.1ID|Processing Mode:ST 2.3.1ID
PTA|2.3.1|Policy type and amount|Policy Type:IS 2.7CWE|Amount Class:IS 2.7CWE|Money or Percentage Quantity:NM 2.7-|Money or Percentage:2.5MOP
QIP|2.3|Query input parameter list|Segment Field Name:ST|Values:ST
QSC|2.3|Query selection criteria|Segment Field Name:ST|Relational Operator:ID|Value:ST|Relational Conjunction:ID
RCD|2.3|Row column definition|Segment Field Name:ST|HL7 Data Type:ST 2.5ID|Maximum Column Width:NM
RFR|2.3.1|Reference range|Numeric Range:NR|Sex:IS 2.7CWE|Age Range:NR|Gestational Age Range:NR|Species:TX 2.5ST|Race/subspecies:ST|Conditions:TX
RI|2.2|Repeat interval|Repeat Pattern:ST 2.3IS 2.7CWE|Explicit Time Interval:ST
RMC|2.3.1|Room coverage|Room Type:IS 2.7CWE|Amount Type:IS 2.7CWE|Coverage Amount:NM 2.7-|Money or Percentage:2.5MOP
RP|2.3|Reference pointer|Pointer:ST|Application ID:HD|Type of Data:ID|Subtype:ID
RPT|2.5|Repeat pattern|Repeat Pattern Code:CWE|Calendar Alignment:ID|Phase Range Begin Value:NM|Phase Range End Value:NM|Period Quantity:NM|Period Units:IS 2.7CWE|Institution Specified Time:ID|Event:ID|Event Offset Quantity:NM|Event Offset Units:IS 2.7CWE|General Timing Specification:GTS
SAD|2.4|Street address|Street or Mailing Address:ST|Street Name:ST|Dwelling Number:ST
SCV|2.3|Scheduling class value pair|Parameter Class:IS 2.5CWE|Parameter Value:ST 2.3.1IS 2.4ST
SN|2.3|Structured numeric|Comparator:ST|Num1:NM|Separator/Suffix:ST|Num2:NM
SPD|2.3.1|Specialty description|Specialty Name:ST|Governing Board:ST|Eligible or Certified:ID|Date of Certification:DT
SPS|2.3.1|SPS|Specimen Source Name or Code:CE 2.5CWE|Additives:TX 2.5CWE|Specimen Collection Method:TX|Body Site:CE 2.5CWE|Site Modifier:CE 2.5CWE|Collection Method Modifier Code:CE 2.5CWE|Specimen Role:CE 2.5CWE
SRT|2.4|Sort order|Sort-by Field:ST|Sequencing:ID
TQ|2.2|Timing/Quantity|Quantity:CQ 2.3CQ_SIMPLE|Interval:RI|Duration:ST|Start Date Time:TS 2.6DTM|End Date Time:TS 2.6DTM|Priority:ID 2.3ST|Condition:ST|Text:TX 2.3.1ST 2.4TX|Conjunction:ID 2.3ST 2.4ID|Order Sequencing:ST 2.3CM_OS 2.3.1OSD|Occurrence Duration:2.3.1CE 2.6CWE|Total Occurrences:2.3.1NM
TS|2.1|Time Stamp|Time:ST 2.5DTM|Degree of Precision:ST 2.5ID
TX_CHALLENGE|2.3.1|TX_CHALLENGE|:TX|:TX
UVC|2.3.1|UB value code and amount|Value Code:IS 2.5CNE 2.7CWE|Value Amount:NM 2.5MO|Non-Monetary Value Amount / Quantity:2.7NM|Non-Monetary Value Amount / Units:2.7CWE
VH|2.3|Visiting hours|Start Day Range:ID|End Day Range:ID|Start Hour Range:TM|End Hour Range:TM
VID|2.3.1|Version identifier|Version ID:ID|Internationalization Code:CE 2.6CWE|International Version ID:CE 2.6CWE
VR|2.3.1|Value range|First Data Code Value:ST|Last Data Code Value:ST
WVI|2.3.1|Channel identifier|Channel Number:NM|Channel Name:ST
WVS|2.3.1|Waveform source|Source One Name:ST|Source Two Name:ST
XAD|2.3|Extended address|Street Address:ST 2.4SAD|Other Designation:ST|City:ST|State or Province:ST|Zip or Postal Code:ST|Country:ID|Address Type:ID|Other Geographic Designation:ST|County/Parish Code:IS 2.7CWE|Census Tract:IS 2.7CWE|Address Representation Code:2.3.1ID|Address Validity Range:2.4DR_SIMPLE 2.6DR 2.7-|Effective Date:2.5TS 2.6DTM|Expiration Date:2.5TS 2.6DTM|Expiration Reason:2.6CWE|Temporary Indicator:2.6ID|Bad Address Indicator:2.6ID|Address Usage:2.6ID|Addressee:2.6ST|Comment:2.6ST|Preference Order:2.6NM|Protection Code:2.6CWE|Address Identifier:2.6EI
XCN|2.3|Extended composite ID number and name for persons|Person Identifier:ST|Family Name:ST 2.3.1FN|Given Name:ST|Second and Further Given Names or Initials Thereof:ST|Suffix:ST|Prefix:ST|Degree:ST 2.3.1IS 2.7-|Source Table:ID 2.3.1IS 2.7CWE|Assigning Authority:HD|Name Type Code:ID|Identifier Check Digit:ST|Check Digit Scheme:ID|Identifier Type Code:IS 2.5ID|Assigning Facility:HD|Name Representation Code:2.3.1ID|Name Context:2.4CE 2.6CWE|Name Validity Range:2.4DR_SIMPLE 2.6DR 2.7-|Name Assembly Order:2.4ID|Effective Date:2.5TS 2.6DTM|Expiration Date:2.5TS 2.6DTM|Professional Suffix:2.5ST|Assigning Jurisdiction:2.5CWE|Assigning Agency or Department:2.5CWE|Security Check:2.7ST|Security Check Scheme:2.7ID
XON|2.3|Extended composite name and identification number for organizations|Organization Name:ST|Organization Name Type Code:IS 2.7CWE|ID Number:NM 2.7-|Identifier Check Digit:ST 2.3.1NM 2.8-|Check Digit Scheme:ID 2.8-|Assigning Authority:HD|Identifier Type Code:IS 2.5ID|Assigning Facility:HD|Name Representation Code:2.3.1ID|Organization Identifier:2.5ST
XPN|2.3|Extended person name|Family Name:ST 2.3.1FN|Given Name:ST|Second and Further Given Names or Initials Thereof:ST|Suffix:ST|Prefix:ST|Degree:ST 2.3.1IS 2.7ST 2.8-|Name Type Code:ID|Name Representation Code:ID|Name Context:2.4CE 2.6CWE|Name Validity Range:2.4DR_SIMPLE 2.6DR 2.7ST 2.8-|Name Assembly Order:2.4ID|Effective Date:2.5TS 2.6DTM|Expiration Date:2.5TS 2.6DTM|Professional Suffix:2.5ST|Called By:2.7ST
XTN|2.3|Extended telecommunication number|Telephone Number:TN 2.5ST 2.6-|Telecommunication Use Code:ID|Telecommunication Equipment Type:ID|Communication Address:ST|Country Code:NM 2.7SNM|Area/City Code:NM 2.7SNM|Local Number:NM 2.7SNM|Extension:NM 2.7SNM|Any Text:ST|Extension Prefix:2.5ST|Speed Dial Code:2.5ST|Unformatted Telephone Number:2.5ST|Effective Start Date:2.6DTM|Expiration Date:2.6DTM|Expiration Reason:2.6CWE|Protection Code:2.6CWE|Shared Telecommunication Identifier:2.6EI|Preference Order:2.6NM
`;
